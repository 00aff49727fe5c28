"""A long sweep in the page and in the kernel: until its first cells are there, and until it has stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import trafolab
from trafolab_protocol.actions import ControlExperiment, ForgetExperiment, StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests import models
from tests.bench.click import gpt2_small, token_ids
from tests.bench.report import Bar, interval, median
from tests.browser.bench import Workbench

REPEATS = 12
REST_MS = 600
FIRST_REST_MS = 2000
SPEC = SweepSpec(what="z", by_position=True)
PRESET = "Patch every head × position"

# From the press of the button to the frame after the first computed cell, by the page's own clock.
FIRST_CELLS = """() => {
  let from = 0;
  addEventListener('pointerdown', () => { from = performance.now(); }, { capture: true, once: true });
  window.__seen = new Promise(resolve => {
    const look = () => {
      const stage = document.querySelector('.picture[data-status="running"] .figure-stage');
      if (!Number(stage?.dataset.computed)) return;
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from), 0));
    };
    const watching = new MutationObserver(look);
    watching.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}"""


def bars(folder: Path) -> Iterator[Bar]:
    """2,304 cells at GPT-2-small shape: click to first cells on screen, and stop to a free device."""
    with gpt2_small(folder) as (bench, _):
        yield _first_cells(bench)
    yield _stopping(str(models.gpt2_small_shaped(folder / "small")))


def _first_cells(bench: Workbench) -> Bar:
    clean, corrupt = _pair()
    bench.cell(f"lab.prompt({clean}, corrupt={corrupt}); lab.metric('logit_diff', answer=5, distractor=9)")
    page, found = bench.page, list[float]()
    page.get_by_role("tab", name="Experiments").click()
    # A person looks at the line that starts one; meanwhile what it begins from is made.
    page.wait_for_timeout(FIRST_REST_MS)
    for _ in range(REPEATS):
        page.wait_for_timeout(REST_MS)
        page.evaluate(FIRST_CELLS)
        page.get_by_role("button", name=PRESET).first.click()
        found.append(page.evaluate("() => window.__seen"))
        page.get_by_role("button", name="Stop").first.click()
        page.wait_for_selector('.picture[data-status="stopped"]')
    detail = {"n": len(found), "interval_ms": interval(found), "largest_ms": round(max(found), 1)}
    detail["first_of_the_model_ms"] = round(found[0], 1)
    return Bar("start of 2,304 cells to the first on screen", median(found), 300, "ms", detail=detail)


def _stopping(source: str) -> Bar:
    """At moments of no one's choosing, also in the middle of a pass."""
    lab, rng, found = trafolab.open(source), random.Random(3), list[float]()
    clean, corrupt = _pair()
    lab.prompt(clean, corrupt=corrupt)
    for _ in range(REPEATS):
        name = uuid4().hex
        lab.act(StartExperiment(id=name, spec=SPEC))
        time.sleep(0.3 + rng.random())
        found.append(_stopped(lab, name))
        lab.act(ForgetExperiment(id=name))
    detail = {"n": len(found), "median_ms": round(median(found), 1)}
    return Bar("stop to a free device", max(found), 200, "ms at most", detail=detail)


def _stopped(lab: Any, name: str) -> float:
    started = time.perf_counter()
    lab.act(ControlExperiment(id=name, verb="stop"))
    lab.book.rest()
    return 1e3 * (time.perf_counter() - started)


def _pair() -> tuple[list[int], list[int]]:
    clean = token_ids(16)
    return clean, [clean[0], 401, *clean[2:]]
