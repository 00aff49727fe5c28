"""Which frames came to the screen, as the browser's compositor reports them: what it dropped counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.bench.tracing import Event

CATEGORIES = "disabled-by-default-devtools.timeline.frame,benchmark,cc,blink.user_timing"
BEGIN, END = "trafolab-gesture-begin", "trafolab-gesture-end"


@dataclass(frozen=True)
class Frames:
    """``rates``: frames a second, of each one after the one before it. ``dropped``: frames of the display in
    which something was to be seen and was not, or not all of it."""

    rates: list[float]
    dropped: int

    @property
    def shown(self) -> int:
        return len(self.rates) + 1


def frames_between(events: list[Event]) -> Frames:
    """Of a trace, between the page's two marks: of the drawing with most frames, should there be others."""
    begin, end = (next(event["ts"] for event in events if event["name"] == name) for name in (BEGIN, END))
    reports = [report for report in _reports(events) if begin <= report[0] <= end]
    drawings = Counter(_drawing(reporter) for _, reporter in reports if _whole(reporter))
    if not drawings:
        raise RuntimeError("the trace holds no frame that was shown")
    of_page = drawings.most_common(1)[0][0]
    mine = [(at, reporter) for at, reporter in reports if _drawing(reporter) == of_page]
    shown = {reporter["frame_sequence"]: at for at, reporter in mine if _whole(reporter)}
    missed = {reporter["frame_sequence"] for _, reporter in mine if reporter["state"] in MISSED}
    times = sorted(shown.values())
    rates = [1e6 / (later - earlier) for earlier, later in pairwise(times) if later > earlier]
    return Frames(rates, len(missed - shown.keys()))


MISSED = {"STATE_DROPPED", "STATE_PRESENTED_PARTIAL"}


def _whole(reporter: dict[str, Any]) -> bool:
    return reporter["state"] == "STATE_PRESENTED_ALL"


def _drawing(reporter: dict[str, Any]) -> tuple[int, int]:
    return reporter["pid"], reporter["layer_tree_host_id"]


def _reports(events: list[Event]) -> Iterator[tuple[float, dict[str, Any]]]:
    """Each frame's report, with when it was presented or given up: where the span in the trace ends."""
    begun: dict[tuple[int, str], dict[str, Any]] = {}
    for event in events:
        if event["name"] != "PipelineReporter":
            continue
        key = (event["pid"], str(event.get("id2") or event.get("id")))
        reporter = event.get("args", {}).get("frame_reporter", {})
        if event["ph"] == "b":
            begun[key] = {**reporter, "pid": event["pid"]}
        elif key in begun:
            yield event["ts"], {**begun.pop(key), **reporter}
