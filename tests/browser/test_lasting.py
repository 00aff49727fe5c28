"""Nothing is lost: two tabs, a reload, a killed kernel, a killed server."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.bench import READY_MS, SOON_MS, Workbench, text
from tests.browser.disk import is_stored, is_written
from tests.laboratory import start

NOTED = """() => window.jupyterapp.shell.currentWidget.context.model.getMetadata('language_info')?.version"""
SETTLED = 1e-4
OTHER = "Her name was Sarah Carroll. Tomorrow at lunch time Sarah"


def test_two_tabs_show_one_state(bench: Workbench) -> None:
    other = Workbench.open(bench.page.context, bench.laboratory)
    bench.select("L1H5")
    bench.press("a")
    other.wait_for_state("L1H5", "ablated")
    expect(other.metric).to_have_attribute("data-value", bench.metric.get_attribute("data-value") or "")
    other.page.close()


def test_a_reload_keeps_the_state(bench: Workbench) -> None:
    bench.select("L1H5")
    bench.press("a")
    value = bench.metric.get_attribute("data-value")
    bench.page.reload()
    bench.ready()
    bench.wait_for_states("L1H5", "ablated")
    expect(bench.metric).to_have_attribute("data-value", value or "")


def test_a_killed_kernel_comes_back_with_everything(bench: Workbench) -> None:
    bench.cell(f"lab.prompt({OTHER!r})")
    bench.select("L0H3")
    bench.press("a")
    bench.select("L0H6")
    bench.press("f")
    value = bench.value
    pid = int(text(bench.cell("import os; os.getpid()")))
    os.kill(pid, signal.SIGKILL)
    kernel = bench.page.locator("[data-kernel]").first
    expect(kernel).not_to_have_attribute("data-kernel", "idle", timeout=SOON_MS)
    expect(kernel).to_have_attribute("data-kernel", "idle", timeout=READY_MS)
    bench.wait_for_state("L0H3", "ablated")
    bench.wait_for_state("L0H6", "frozen")
    bench.settle(value, SETTLED)
    assert int(text(bench.cell("import os; os.getpid()"))) != pid
    assert OTHER in text(bench.cell("lab.state.clean.source.text"))


def test_a_killed_server_comes_back_with_everything(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    laboratory = start(root)
    context = browser.new_context(viewport={"width": 1680, "height": 1000})
    bench = Workbench.open(context, laboratory)
    bench.cell(f"lab.prompt({OTHER!r})")
    bench.select("L1H1")
    bench.press("a")
    value = bench.value
    found = text(bench.cell("lab.sweep('z', ablate='zero', progress=False).values.tolist()"))
    # What is on the screen is on its way to the disk; a person's kill comes a moment later.
    bench.come_true(lambda: is_stored(root, bench.revision, n_experiments=1))
    laboratory.kill()
    again = start(root, port=laboratory.port)
    try:
        bench = Workbench.open(context, again)
        bench.wait_for_state("L1H1", "ablated")
        bench.settle(value, SETTLED)
        bench.page.get_by_role("tab", name="Experiments").click()
        expect(bench.page.locator(".picture .figure-stage")).to_be_visible(timeout=READY_MS)
        assert text(bench.cell("lab.experiments[-1].values.tolist()")) == found
        assert (root / "analysis.ipynb").exists()
    finally:
        context.close()
        again.stop()


def test_a_cell_is_on_disk_soon_after_it_ran(bench: Workbench) -> None:
    bench.cell("'printed ' + 'just now'")
    bench.come_true(lambda: is_written(bench.laboratory.root / "analysis.ipynb", "printed just now"))


def test_an_old_tab_keeps_its_last_cell_over_a_servers_new_start(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    laboratory = start(root)
    context = browser.new_context(viewport={"width": 1680, "height": 1000})
    old = Workbench.open(context, laboratory)
    # What Jupyter notes in a notebook that it opens; the new tab would do it too, and be the one to save.
    old.notebook.wait_for_function(NOTED)
    old.wait_for_save()
    old.cell("'printed ' + 'at the end'")
    old.page.evaluate("() => { document.querySelector('iframe').contentWindow.former = true; }")
    laboratory.kill()
    again = start(root, port=laboratory.port)
    try:
        Workbench.open(context, again)
        old.page.bring_to_front()
        old.page.wait_for_function(
            "() => !document.querySelector('iframe').contentWindow.former", timeout=READY_MS
        )
        frame = old.page.frame_locator("iframe")
        expect(old.page.locator(".notebook")).to_have_attribute("data-readiness", "ready", timeout=READY_MS)
        expect(frame.get_by_text("printed at the end")).to_be_visible()
        old.come_true(lambda: is_written(root / "analysis.ipynb", "printed at the end"))
        expect(frame.locator(".jp-Dialog")).to_have_count(0)
        assert text(old.cell("type(lab).__name__")) == "'Lab'"
    finally:
        context.close()
        again.stop()
