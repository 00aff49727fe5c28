"""What the page's tab holds in memory while every view is looked at with a long prompt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import CDPSession, expect
from trafolab.views import VIEWS

from tests.bench.click import gpt2_small, set_prompt, token_ids
from tests.bench.report import Bar
from tests.browser.addresses import addresses
from tests.browser.bench import Workbench

TOKENS = 1024
MEGABYTE = 1e6
ANSWER_MS = 120_000


def bars(folder: Path) -> Iterator[Bar]:
    """The most that any view leaves behind, at GPT-2-small shape: the notebook, which lives in the same tab,
    is counted too, and so is what typed arrays hold outside the heap."""
    with gpt2_small(folder) as (bench, _):
        set_prompt(bench, token_ids(TOKENS))
        session = bench.page.context.new_cdp_session(bench.page)
        held = dict[str, float]()
        for view in VIEWS:
            _look(bench, view.name, addresses(view)[0])
            held[view.name] = _megabytes(session)
        largest = max(held, key=held.__getitem__)
        detail = {"tokens": TOKENS, "with": largest, "last": round(held[VIEWS[-1].name], 1), "n": len(held)}
        yield Bar("heap of the tab", held[largest], 300.0, "MB", detail=detail)


def _look(bench: Workbench, view: str, address: str) -> None:
    bench.page.evaluate("address => { location.hash = address }", address)
    shown = bench.page.locator(f'.inspector [data-view="{view}"]')
    expect(shown.locator(".tf-view-body")).to_be_visible(timeout=ANSWER_MS)
    expect(shown).not_to_have_attribute("data-late", "", timeout=ANSWER_MS)


def _megabytes(session: CDPSession) -> float:
    """What is alive, not what was left for the collector."""
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Runtime.getHeapUsage")
    return (found["usedSize"] + found.get("backingStorageSize", 0)) / MEGABYTE
