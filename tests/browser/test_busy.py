"""Looking never waits for code: the page stays alive while a cell trains or spins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.bench import PROMPT, READY_MS, SOON_MS, Workbench

TRAIN = f"""
import torch
optimiser = torch.optim.SGD(model.parameters(), lr=1e-3)
while True:
    loss = model({PROMPT!r}, return_type="loss")
    loss.backward(); optimiser.step(); optimiser.zero_grad()
"""
SPIN = "while True: pass"


@pytest.fixture(params=[TRAIN, SPIN], ids=["training", "spinning"])
def busy(bench: Workbench, request: pytest.FixtureRequest) -> Iterator[Workbench]:
    """A tab whose notebook runs a cell that never ends by itself."""
    bench.start_cell(request.param)
    expect(bench.page.locator("[data-kernel]").first).to_have_attribute(
        "data-kernel", "busy", timeout=SOON_MS
    )
    yield bench
    interrupt(bench)


def interrupt(bench: Workbench) -> None:
    bench.notebook.evaluate("() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
    expect(bench.page.locator("[data-kernel]").first).to_have_attribute(
        "data-kernel", "idle", timeout=SOON_MS
    )


def test_a_click_changes_the_numbers_and_the_notebook_stays_busy(busy: Workbench) -> None:
    before = busy.metric.get_attribute("data-value") or ""
    busy.select("L0H0")
    busy.press("a")
    expect(busy.metric).not_to_have_attribute("data-value", before)
    busy.wait_for_state("L0H0", "ablated")
    assert busy.kernel_status() == "busy"


def test_predictions_move_as_the_weights_do(bench: Workbench) -> None:
    before = bench.metric.get_attribute("data-plain")
    bench.start_cell(TRAIN)
    expect(bench.metric).not_to_have_attribute("data-plain", before or "", timeout=SOON_MS)
    interrupt(bench)
    expect(bench.page.locator('[data-component^="mlp."][data-state~="weights-changed"]')).not_to_have_count(0)


def test_a_call_that_holds_python_is_said_and_the_click_is_carried_out_after_it(
    bench: Workbench, tmp_path: Path
) -> None:
    # The kernel gets a moment to say that it is busy: within the sum it can say nothing at all.
    held = tmp_path / "held"
    bench.start_cell(f"import time; time.sleep(2); open({str(held)!r}, 'w').close(); sum(range(10**9))")
    expect(bench.page.locator("[data-kernel]").first).to_have_attribute(
        "data-kernel", "busy", timeout=SOON_MS
    )
    while not held.exists():
        bench.page.wait_for_timeout(50)
    bench.select("L0H3")
    bench.page.keyboard.press("a")
    said = bench.page.get_by_text("a call in the running cell holds Python itself")
    expect(said).to_be_visible(timeout=SOON_MS)
    bench.select("L1H1")
    expect(bench.page.get_by_role("heading", name="L1H1")).to_be_visible()
    expect(bench.component("L0H3")).to_have_attribute("data-state", "ablated", timeout=READY_MS)
    expect(said).to_have_count(0)
