"""A trace of what the browser did meanwhile, as Chromium itself writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession

Event = dict[str, Any]


def traced(session: CDPSession, act: Callable[[], object], categories: str) -> list[Event]:
    """Act, and give the events of these categories in their order; their times are microseconds."""
    events: list[Event] = []
    done: list[bool] = []

    def collected(data: Event) -> None:
        events.extend(data["value"])

    def completed(_: Event) -> None:
        done.append(True)

    session.on("Tracing.dataCollected", collected)
    session.on("Tracing.tracingComplete", completed)
    session.send("Tracing.start", {"categories": categories, "transferMode": "ReportEvents"})
    act()
    session.send("Tracing.end")
    while not done:
        session.send("Browser.getVersion")
    return sorted((event for event in events if "ts" in event), key=lambda event: event["ts"])
