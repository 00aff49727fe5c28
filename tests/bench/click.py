"""A click on a head to new numbers on the screen, at GPT-2-small shape."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.ensure_browser import installed
from tests import models
from tests.bench.bare import BareForward
from tests.bench.painting import painted_after
from tests.bench.report import Bar, interval, median
from tests.browser.bench import Workbench
from tests.laboratory import running

REPEATS = 30
BUSY_REPEATS = 20
REST_MS = 400
LEAST_SURPLUS_MS = 40.0
TRAIN = """
import torch
optimiser = torch.optim.SGD(model.parameters(), lr=1e-6)
while True:
    loss = model(ids, return_type="loss"); loss.backward(); optimiser.step(); optimiser.zero_grad()
"""
SPIN = "while True: pass"


@contextmanager
def gpt2_small(folder: Path) -> Iterator[tuple[Workbench, Path]]:
    """A laboratory with a random model of GPT-2-small's shape, in a tab."""
    source = models.gpt2_small_shaped(folder / "gpt2-small")
    (folder / "root").mkdir()
    with running(folder / "root", "--model", str(source)) as laboratory, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1680, "height": 1000})
        yield Workbench.open(context, laboratory), source
        browser.close()


def bars(folder: Path) -> Iterator[Bar]:
    """Click to paint at 16 and 128 tokens, and at 16 while a cell trains and while one spins."""
    with gpt2_small(folder) as (bench, source):
        for n_tokens in (16, 128):
            yield _against_bare(bench, source, n_tokens)
        set_prompt(bench, token_ids(16))
        idle = median([_settled_click(bench) for _ in range(REPEATS)])
        for name, code, times in (("training", TRAIN, 2.0), ("spinning", SPIN, 5.0)):
            bench.start_cell(code)
            busy = [_settled_click(bench) for _ in range(BUSY_REPEATS)]
            bench.page.frames[1].evaluate(
                "() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')"
            )
            bench.page.wait_for_selector('[data-kernel="idle"]')
            detail = {"idle_ms": round(idle, 1), "median_ms": round(median(busy), 1), "n": len(busy)}
            yield Bar(f"click while a cell is {name}", median(busy) / idle, times, "x idle", detail=detail)


def _against_bare(bench: Workbench, source: Path, n_tokens: int) -> Bar:
    ids = token_ids(n_tokens)
    bare = BareForward(source, ids)
    set_prompt(bench, ids)
    painted, forward = [], []
    for _ in range(REPEATS):
        painted.append(_click(bench))
        # What the click set going beside the numbers must not slow the pass that they are measured against.
        bench.page.wait_for_timeout(REST_MS)
        forward.append(bare.milliseconds())
    detail = {
        "tokens": n_tokens,
        "n": REPEATS,
        "painted_interval_ms": interval(painted),
        "forward_ms": round(median(forward), 2),
        "forward_interval_ms": interval(forward),
        "surplus_ms": round(median(painted) - median(forward), 2),
    }
    return Bar(
        f"click to painted numbers, {n_tokens} tokens",
        median(painted),
        median(forward) + LEAST_SURPLUS_MS,
        "ms",
        detail=detail,
    )


def _click(bench: Workbench) -> float:
    """Toggle the ablation of a random head by its key, after letting everything come to rest."""
    _select_any(bench)
    return painted_after(bench.page, lambda: bench.page.keyboard.press("a"))


def _settled_click(bench: Workbench) -> float:
    """The same until the head's new state and the metric under it are both on the screen."""
    head = _select_any(bench)
    return painted_after(bench.page, lambda: bench.page.keyboard.press("a"), head)


def _select_any(bench: Workbench) -> str:
    head = f"L{random.randrange(12)}H{random.randrange(12)}"
    bench.select(head)
    bench.page.wait_for_timeout(REST_MS)
    return head


def token_ids(n_tokens: int) -> list[int]:
    """The same random tokens each time."""
    rng = random.Random(n_tokens)
    return [rng.randrange(5, 400) for _ in range(n_tokens)]


def set_prompt(bench: Workbench, ids: list[int]) -> None:
    """Set the prompt from a cell, with no interventions, and let everything come to rest."""
    before = bench.revision
    bench.cell(f"import torch; ids = torch.tensor([{ids}]); lab.clear(); lab.prompt({ids})")
    bench.wait_for_revision(before + 1)
    bench.page.wait_for_timeout(3000)
