"""What leaves the page of an experiment, what a cell starts, and what the form offers."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import nbformat
import pandas
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

from tests import reference
from tests.browser.bench import PROMPT, READY_MS, SOON_MS, Workbench, text
from tests.browser.desk import CORRUPT, run
from tests.browser.experimenting import begin, count, finish, newest, open_tab, plot, seen, shown, table
from tests.laboratory import Laboratory

CLOSE = 1e-4
EXECUTE_SECONDS = 180


def taken(bench: Workbench, entry: str, path: Path) -> Path:
    """What the menu of exports saves."""
    bench.page.locator(".picture").get_by_role("button", name="Export").click()
    with bench.page.expect_download() as download:
        bench.page.get_by_role("menuitem", name=entry).click()
    download.value.save_as(path)
    return path


def test_numbers_leave_as_parquet(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "resid_pre")
    finish(desk)
    rows = pandas.read_parquet(taken(desk, "Numbers as Parquet", tmp_path / "x.parquet"))
    found = {(row.layer, row.pos): row.value for row in rows.itertuples()}
    for row in table(desk, tmp_path):
        index, token = row["pos"].split(" ", 1)
        (value,) = [
            v for (layer, pos), v in found.items() if (layer, pos.split(" ")[0]) == (row["layer"], index)
        ]
        assert value == pytest.approx(float(row["value"]), abs=CLOSE)
        assert any(seen(pos.split(" ", 1)[1]) == token for _, pos in found)
    assert rows.attrs["code"] == 'lab.sweep("resid_pre")'


def test_a_notebook_leaves_that_makes_the_same_picture(
    desk: Workbench, laboratory: Laboratory, tmp_path: Path
) -> None:
    run(desk, "lab.freeze('L0H1.z')")
    begin(desk, "z", how="estimated first")
    finish(desk)
    # The state goes on; the notebook is that of the experiment.
    run(desk, "lab.clear()")
    saved = taken(desk, "Notebook that runs it again", tmp_path / "x.ipynb")
    book = nbformat.read(saved, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell("found.estimate.tolist()"))
    folder = {"metadata": {"path": str(laboratory.root)}}
    NotebookClient(book, timeout=EXECUTE_SECONDS, resources=folder).execute()
    *_, picture, verified, numbers = (cell.outputs[0].data for cell in book.cells[1:] if cell.outputs)
    assert "<table" in picture["text/html"]
    assert "<svg" in verified["text/html"]
    there = [number for row in eval(numbers["text/plain"]) for number in row]
    estimates = [float(row["estimate"]) for row in table(desk, tmp_path)]
    assert estimates == pytest.approx(there, abs=CLOSE)


def test_what_a_cell_starts_is_opened_but_not_over_what_was_just_chosen(desk: Workbench) -> None:
    begin(desk, "z")
    finish(desk)
    known = count(desk)
    run(desk, "lab.sweep('mlp_out', progress=False)")
    shown(desk, known + 1)
    expect(newest(desk)).to_contain_text("MLP output")
    chosen = desk.page.locator("[data-experiment]").nth(1)
    chosen.get_by_role("button").first.click()
    run(desk, "lab.sweep('attn_out', progress=False)")
    expect(desk.page.locator("[data-experiment]")).to_have_count(known + 2)
    expect(desk.page.locator("[data-experiment]").nth(2)).to_have_attribute("data-shown", "")


def test_the_counterfactuals_own_prediction_is_measured_by_one_click(desk: Workbench) -> None:
    open_tab(desk)
    starter = desk.page.get_by_role("form", name="A new experiment")
    starter.get_by_role("button", name=re.compile("^Measure")).click()
    logits = [reference.logits("trafo-2l", each)[-1] for each in (PROMPT, CORRUPT)]
    hart, carroll = (int(each.argmax()) for each in logits)
    desk.settle(float(logits[0][hart] - logits[0][carroll]))
    expect(desk.metric).to_contain_text("Carroll")
    expect(starter.get_by_role("button", name=re.compile("^Measure"))).to_have_count(0)


def test_paths_are_told_apart_by_what_they_go_through(desk: Workbench) -> None:
    desk.select("L1H6")
    begin(desk, "z", how="paths into L1H6.q")
    finish(desk)
    known = count(desk)
    starter = desk.page.get_by_role("form", name="A new experiment")
    starter.get_by_role("button", name="L1H6.k").click()
    starter.get_by_label("What the paths may go through").select_option("all")
    starter.get_by_label("Norms on the paths").select_option("frozen")
    starter.get_by_role("button", name="Run").click()
    shown(desk, known + 1)
    finish(desk)
    said = text(desk.cell("lab.experiments[-1].record.code"))
    assert eval(said) == 'lab.path("z", ["L1H6.q", "L1H6.k"], via="all", norm="frozen")'
    starter.get_by_label("How its effect is found").select_option(label="patched")


def test_the_wheel_leaves_the_cell_under_the_pointer_there(desk: Workbench) -> None:
    begin(desk, "z", by_position=True)
    finish(desk)
    tip = desk.page.locator(".figure-stage output")
    # All columns have room: only the rows are scrolled.
    desk.page.get_by_role("button", name="Smaller cells").click()
    expect(plot(desk)).to_have_css("width", f"{12 * 18}px")
    box, stage = (desk.box_of(each) for each in (plot(desk), desk.page.locator(".figure-stage")))
    x, y = box["x"] + 9, stage["y"] + 0.6 * stage["height"]
    desk.page.mouse.move(x, y)
    expect(tip).to_contain_text(" at ")
    before = tip.inner_text().split("\n")[0]
    desk.page.keyboard.down("Control")
    desk.page.mouse.wheel(0, -50)
    desk.page.keyboard.up("Control")
    expect(plot(desk)).to_have_css("width", f"{12 * 28}px")
    desk.page.mouse.move(x + 1, y)
    expect(tip).to_contain_text(before)


def test_the_form_rests_while_the_kernel_is_away(desk: Workbench) -> None:
    open_tab(desk)
    starter = desk.page.get_by_role("form", name="A new experiment")
    expect(starter.locator("select").first).to_be_enabled()
    pid = int(text(desk.cell("import os; os.getpid()")))
    os.kill(pid, signal.SIGKILL)
    expect(starter).to_contain_text("Experiments can be started when it is back.", timeout=SOON_MS)
    expect(starter.locator("select").first).to_be_disabled()
    expect(starter.get_by_role("button", name="Run")).to_be_disabled()
    again = desk.page.get_by_role("button", name="Start it again")
    # After a few deaths Jupyter starts none by itself.
    expect(starter.locator("select:enabled").or_(again).first).to_be_visible(timeout=READY_MS)
    if again.is_visible():
        again.click()
    expect(starter.locator("select").first).to_be_enabled(timeout=READY_MS)
