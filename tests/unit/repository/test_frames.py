"""Frames of the benchmark of panning, read from a trace as Chromium writes it."""

from __future__ import annotations

import pytest

from tests.bench.frames import BEGIN, END, frames_between
from tests.bench.tracing import Event


def report(sequence: int, state: str, end: float, *, pid: int = 1) -> list[Event]:
    """One frame's span: its report comes with the beginning, its time with the end."""
    fixed = {"name": "PipelineReporter", "pid": pid, "id2": {"local": f"0x{sequence}"}}
    said = {"frame_sequence": sequence, "state": f"STATE_{state}", "layer_tree_host_id": 4}
    return [
        {**fixed, "ph": "b", "ts": end - 1, "args": {"frame_reporter": said}},
        {**fixed, "ph": "e", "ts": end},
    ]


def mark(name: str, ts: float) -> Event:
    return {"name": name, "pid": 1, "ph": "I", "ts": ts}


def trace(*parts: list[Event]) -> list[Event]:
    marks = [mark(BEGIN, 10.0), mark(END, 100_000.0)]
    return sorted([*marks, *(event for part in parts for event in part)], key=lambda event: event["ts"])


def test_a_frame_that_was_dropped_makes_the_next_one_late() -> None:
    frames = frames_between(
        trace(
            report(1, "PRESENTED_ALL", 5.0),
            report(2, "PRESENTED_ALL", 20_000.0),
            report(3, "DROPPED", 40_000.0),
            report(4, "PRESENTED_ALL", 60_000.0),
            report(5, "NO_UPDATE_DESIRED", 70_000.0),
            report(6, "PRESENTED_ALL", 80_000.0),
        )
    )
    assert frames.rates == [25.0, 50.0]
    assert (frames.shown, frames.dropped) == (3, 1)


def test_a_frame_of_which_a_part_came_first_is_shown_when_all_of_it_is() -> None:
    parts = (report(1, "PRESENTED_PARTIAL", 10_000.0), report(2, "PRESENTED_PARTIAL", 20_000.0))
    frames = frames_between(
        trace(*parts, report(2, "PRESENTED_ALL", 30_000.0), report(3, "PRESENTED_ALL", 40_000.0))
    )
    assert (frames.shown, frames.dropped) == (2, 1)


def test_frames_of_another_process_are_not_the_pages() -> None:
    mine = (report(1, "PRESENTED_ALL", 20_000.0), report(2, "PRESENTED_ALL", 40_000.0))
    frames = frames_between(trace(*mine, report(3, "PRESENTED_ALL", 30_000.0, pid=2)))
    assert frames.rates == [50.0]
    with pytest.raises(RuntimeError, match="no frame"):
        frames_between(trace())
