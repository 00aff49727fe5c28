"""Experiments by mouse and keyboard: started, watched, read, applied, stopped, kept."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import reference
from tests.browser.bench import PROMPT, READY_MS, SOON_MS, Workbench, text
from tests.browser.desk import HART, LAST, clean_token, patterns_again, run
from tests.browser.disk import is_kept
from tests.browser.experimenting import (
    begin,
    cell,
    click,
    count,
    finish,
    newest,
    open_tab,
    patched,
    plot,
    seen,
    shape,
    shown,
    table,
)

CLOSE = 1e-4
RESID = "blocks.{}.hook_resid_pre"
Z = "blocks.{}.attn.hook_z"


@pytest.fixture
def slow(desk: Workbench) -> Iterator[Workbench]:
    """Each pass of the model waits a moment."""
    run(
        desk,
        "import time\n"
        "def wait(value, hook):\n    time.sleep(0.1)\n    return value\n"
        "model.add_hook('blocks.0.hook_mlp_out', wait)",
    )
    yield desk
    run(desk, "model.reset_hooks()")


def test_a_sweep_is_started_by_click_and_equals_plain_hooks(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "resid_pre")
    finish(desk)
    assert shape(desk) == (2, 12)
    rows = {(int(row["layer"]), row["pos"]): row for row in table(desk, tmp_path)}
    assert len(rows) == 24
    plain = reference.automatic_metric("trafo-2l", PROMPT)
    for layer, position, token in (
        (0, HART, " Hart"),
        (1, HART, " Hart"),
        (1, LAST, " Alex"),
        (0, 2, " name"),
    ):
        found, expected = rows[layer, f"{position} {seen(token)}"], patched(RESID.format(layer), (position,))
        assert abs(float(found["value"]) - expected) < CLOSE
        assert abs(float(found["effect"]) - (expected - plain)) < CLOSE
        assert abs(float(found["baseline"]) - plain) < CLOSE
    at = cell(desk, 0, HART)
    desk.page.mouse.move(at["x"], at["y"])
    tip = desk.page.locator(".figure-stage output")
    expect(tip).to_contain_text(f"resid_pre.0 at ·Hart ({HART})")
    effect = float(rows[0, f"{HART} ·Hart"]["effect"])
    expect(tip).to_contain_text(f"{effect:.3f}".replace("-", "−"))
    expect(clean_token(desk, HART)).to_have_attribute("data-hovered", "")


def test_heads_fold_into_rows_and_light_up_on_the_map(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "z", by_position=True)
    finish(desk)
    assert shape(desk) == (16, 12)
    rows = {(row["layer"], row["head"], row["pos"]): row for row in table(desk, tmp_path)}
    for layer, head, position, token in ((1, 6, LAST, " Alex"), (0, 2, HART, " Hart"), (1, 4, LAST, " Alex")):
        found = rows[str(layer), str(head), f"{position} {seen(token)}"]
        assert abs(float(found["value"]) - patched(Z.format(layer), (position, head))) < CLOSE
    click(desk, 14, LAST)
    desk.settle(patched(Z.format(1), (LAST, 6)))
    desk.wait_for_state("L1H6", "patched")


def test_a_cell_applies_another_takes_its_place_and_a_second_click_lets_go(desk: Workbench) -> None:
    begin(desk, "resid_pre")
    finish(desk)
    click(desk, 0, HART)
    desk.settle(patched(RESID.format(0), (HART,)))
    expect(desk.page.locator(".figure-foot")).to_contain_text('lab.patch("resid_pre.0"')
    click(desk, 1, LAST)
    desk.settle(patched(RESID.format(1), (LAST,)))
    assert text(desk.cell("len(lab.interventions)")) == "1"
    click(desk, 1, LAST)
    desk.settle(desk.plain)
    assert text(desk.cell("len(lab.interventions)")) == "0"


def test_cells_clicked_without_a_pause_take_each_others_place(desk: Workbench) -> None:
    begin(desk, "resid_pre")
    finish(desk)
    places = [cell(desk, 0, HART), cell(desk, 1, LAST)]
    with desk.acting(times=2):
        for at in places:
            desk.page.mouse.click(at["x"], at["y"])
    desk.settle(patched(RESID.format(1), (LAST,)))
    assert text(desk.cell("len(lab.interventions)")) == "1"


def test_the_readme_leads_by_mouse_to_the_head_that_moves_the_surname(desk: Workbench) -> None:
    tip = desk.page.locator(".figure-stage output")

    def choose(entry: str) -> None:
        open_tab(desk)
        known = count(desk)
        desk.page.get_by_role("button", name="Experiments", exact=True).click()
        desk.page.get_by_role("menuitem", name=re.compile(f"^{entry}")).click()
        shown(desk, known + 1)
        finish(desk)

    def point(row: int, col: int) -> None:
        at = cell(desk, row, col)
        desk.page.mouse.move(at["x"], at["y"])

    choose("Patch every layer × position")
    expect(desk.page.locator(".picture")).to_contain_text(
        "residual stream before each layer put into", timeout=SOON_MS
    )
    for layer in (0, 1):
        point(layer, HART)
        expect(tip).to_contain_text(re.compile(r"10\d % of the way|100 % of the way"))
    choose("Patch every head lab")
    expect(desk.page.locator(".picture")).to_contain_text("head outputs put into", timeout=SOON_MS)
    point(1, 6)
    expect(tip).to_contain_text("L1H6.z")
    expect(tip).to_contain_text("97 % of the way")
    click(desk, 1, 6)
    first = desk.page.get_by_test_id("prediction").first
    expect(first).to_have_attribute("data-token", " Carroll", timeout=SOON_MS)
    click(desk, 1, 6)
    expect(first).to_have_attribute("data-token", " Hart", timeout=SOON_MS)
    desk.select("L1H6")
    expect(desk.page.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()


def test_cells_are_walked_and_applied_by_keyboard_and_gathered_with_shift(desk: Workbench) -> None:
    begin(desk, "resid_pre")
    finish(desk)
    plot(desk).focus()
    for key in ("ArrowUp", "Home", "ArrowUp", *["ArrowRight"] * HART):
        desk.page.keyboard.press(key)
    desk.page.keyboard.press("Enter")
    desk.settle(patched(RESID.format(0), (HART,)))
    desk.page.keyboard.press("Shift+Enter")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Shift+Enter")
    gathered = desk.page.locator(".gathered")
    expect(gathered).to_contain_text(f"resid_pre.0 at ·Hart ({HART})")
    difference = patched(RESID.format(1), (HART,)) - patched(RESID.format(0), (HART,))
    expect(gathered).to_contain_text(f"{difference:+.2f}".replace("-", "−"))


def test_one_under_way_shows_its_cells_is_paused_and_stopped(slow: Workbench) -> None:
    begin(slow, "z", by_position=True)
    done = slow.page.get_by_role("progressbar").first
    expect(done).to_have_attribute("aria-valuenow", re.compile(r"^([2-9]\d|\d{3})$"), timeout=SOON_MS)
    expect(slow.page.locator(".under-way")).to_contain_text("left")
    slow.page.get_by_role("button", name="Pause").click()
    expect(newest(slow)).to_have_attribute("data-status", "paused", timeout=SOON_MS)
    at: list[str] = []

    def rests() -> None:
        # Some cells may still be on their way.
        at.append(done.get_attribute("aria-valuenow") or "")
        slow.page.wait_for_timeout(500)
        expect(done).to_have_attribute("aria-valuenow", at[-1], timeout=1)

    slow.come_true(rests)
    slow.page.get_by_role("button", name="Go on").click()
    expect(done).not_to_have_attribute("aria-valuenow", at[-1])
    slow.page.get_by_role("button", name="Stop, and keep").click()
    finish(slow, "stopped")
    expect(slow.page.locator(".picture")).to_contain_text("stopped")


def test_one_is_renamed_found_again_after_a_reload_and_forgotten(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "z")
    finish(desk)
    before = table(desk, tmp_path)
    newest(desk).get_by_role("button", name="Rename").click()
    desk.page.get_by_role("textbox", name="New name").fill("heads")
    desk.page.keyboard.press("Enter")
    expect(newest(desk)).to_contain_text("heads")
    name = newest(desk).get_attribute("data-experiment")
    # The layout is stored when it has been at rest.
    desk.come_true(
        lambda: is_kept(desk.laboratory.root, f'"experiment": "{name}"', '"drawerTab": "experiments"')
    )
    desk.page.reload()
    desk.ready()
    expect(desk.page.locator(".picture")).to_contain_text("heads", timeout=SOON_MS)
    again = table(desk, tmp_path)
    assert [row["value"] for row in again] == [row["value"] for row in before]
    known = count(desk)
    newest(desk).get_by_role("button", name="Forget heads").click()
    newest(desk).get_by_role("button", name="Forget for good").click()
    expect(desk.page.locator("[data-experiment]")).to_have_count(known - 1)


def test_a_finished_one_reopens_after_a_killed_kernel(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "mlp_out")
    finish(desk)
    before = table(desk, tmp_path)
    pid = int(text(desk.cell("import os; os.getpid()")))
    os.kill(pid, signal.SIGKILL)
    kernel = desk.page.locator("[data-kernel]").first
    expect(kernel).not_to_have_attribute("data-kernel", "idle", timeout=SOON_MS)
    expect(kernel).to_have_attribute("data-kernel", "idle", timeout=READY_MS)
    desk.ready()
    # Until the new kernel has spoken the stored picture is shown, and drawn anew when it has.
    expect(desk.page.locator("html")).not_to_have_attribute("data-stale", "", timeout=READY_MS)
    expect(desk.page.locator(".picture")).to_have_attribute("data-status", "done", timeout=READY_MS)
    expect(plot(desk)).to_be_visible(timeout=READY_MS)
    assert [row["value"] for row in table(desk, tmp_path)] == [row["value"] for row in before]


def test_the_map_is_painted_with_effects_and_two_stand_side_by_side(desk: Workbench) -> None:
    begin(desk, "z")
    finish(desk)
    desk.page.get_by_role("button", name="Paint the map").click()
    expect(desk.page.locator(".tf-map-legend")).to_contain_text("effect")
    expect(desk.page.locator(".colour-menu")).to_have_text("Carroll → Hart: head output")
    patterns_again(desk)
    expect(desk.page.locator(".tf-map-legend")).to_have_count(0)
    open_tab(desk)
    desk.page.get_by_label("What is put into which run").select_option(label="zeros put in")
    begin(desk, "z")
    finish(desk)
    other = desk.page.locator("[data-experiment]").nth(1)
    other.hover()
    other.get_by_role("button", name="Compare with").click()
    expect(desk.page.get_by_role("application", name="first − second")).to_be_visible(timeout=SOON_MS)
    desk.page.get_by_role("button", name="Close the comparison").click()
    desk.page.get_by_label("What is put into which run").select_option(index=0)


def test_what_is_missing_is_said_with_a_way_out(desk: Workbench) -> None:
    beside = desk.page.locator('[data-prompt="corrupt"]').get_by_role("button", name="Remove")
    beside.or_(desk.page.get_by_role("button", name=re.compile("Remove.*corrupt"))).first.click()
    open_tab(desk)
    starter = desk.page.get_by_role("form", name="A new experiment")
    expect(starter).to_contain_text("There is no other prompt")
    expect(starter.get_by_role("button", name="Run")).to_be_disabled()
    starter.get_by_role("button", name="Add a counterfactual prompt").click()
    expect(desk.page.get_by_role("textbox", name="The prompt corrupt")).to_be_visible()
    desk.page.keyboard.press("Escape")


def test_estimates_stand_beside_what_was_patched(desk: Workbench, tmp_path: Path) -> None:
    begin(desk, "z", by_position=True, how="estimated first")
    finish(desk)
    picture = desk.page.locator(".picture")
    rows = [row for row in table(desk, tmp_path) if row["value"] and abs(float(row["effect"])) > CLOSE]
    assert 10 <= len(rows) <= 40
    by_size = sorted(rows, key=lambda row: -abs(float(row["estimate"]) - float(row["baseline"])))
    strongest = by_size[0]
    layer, head, position = int(strongest["layer"]), int(strongest["head"]), int(strongest["pos"].split()[0])
    assert abs(float(strongest["value"]) - patched(Z.format(layer), (position, head))) < CLOSE
    picture.get_by_role("button", name="against each other").click()
    expect(picture.locator(".tf-scatter circle")).not_to_have_count(0)
    expect(picture).to_contain_text("Rank correlation")
    picture.get_by_role("button", name="estimated", exact=True).click()
    expect(plot(desk)).to_be_visible()


def test_a_path_leads_to_what_is_selected(desk: Workbench, tmp_path: Path) -> None:
    desk.select("L1H6")
    begin(desk, "z", how="paths into L1H6.k")
    finish(desk)
    rows = {(row["layer"], row["head"]): float(row["value"]) for row in table(desk, tmp_path)}
    told = text(desk.cell("lab.path('z', 'L1H6.k', progress=False).values[0].tolist()"))
    assert [rows["0", str(head)] for head in range(8)] == pytest.approx(eval(told), abs=CLOSE)
