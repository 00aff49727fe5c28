"""Bytes that one refresh brings to the browser, counted on the page's own websocket by the browser itself."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.click import gpt2_small, set_prompt, token_ids
from tests.bench.report import Bar, median
from tests.browser.bench import Workbench

REPEATS = 5
TOKENS = 128
MEGABYTE = 1e6
SETTLED_MS = 1500
BINARY = 2


def bars(folder: Path) -> Iterator[Bar]:
    """All that comes between a click and rest, at GPT-2-small shape and 128 tokens."""
    with gpt2_small(folder) as (bench, _):
        received = _listen(bench)
        set_prompt(bench, token_ids(TOKENS))
        sizes = []
        for layer in range(REPEATS):
            bench.select(f"L{layer}H7")
            bench.page.wait_for_timeout(SETTLED_MS)
            received.clear()
            bench.press("a")
            bench.page.wait_for_timeout(SETTLED_MS)
            sizes.append(sum(received) / MEGABYTE)
        detail = {"tokens": TOKENS, "median_mb": round(median(sizes), 3), "n": len(sizes)}
        yield Bar("bytes of a refresh", max(sizes), 1.0, "MB", detail=detail)


def _listen(bench: Workbench) -> list[int]:
    """Sizes of the frames to come on the page's websocket; the tab is loaded anew, to see it open."""
    sizes: list[int] = []
    ours: set[str] = set()
    session = bench.page.context.new_cdp_session(bench.page)

    def opened(event: dict[str, Any]) -> None:
        if "/jupyter/" not in event["url"]:
            ours.add(event["requestId"])

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in ours:
            frame = event["response"]
            data = frame["payloadData"]
            sizes.append(len(base64.b64decode(data) if frame["opcode"] == BINARY else data.encode()))

    session.on("Network.webSocketCreated", opened)
    session.on("Network.webSocketFrameReceived", received)
    session.send("Network.enable")
    bench.page.reload()
    bench.ready()
    return sizes
