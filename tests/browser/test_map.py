"""The map's colours, filters, groups, minimap, and the tour of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.bench import Workbench
from tests.browser.desk import patterns_again, run, told
from tests.laboratory import Laboratory


def test_numbers_from_a_cell_are_the_colours_until_they_are_taken_off(bench: Workbench) -> None:
    run(bench, "lab.paint({'L1H6': 0.9, 'L0H1': 0.3, 'mlp.0': 0.1}, label='my score')")
    expect(bench.page.locator(".tf-map-legend")).to_contain_text("my score")
    expect(bench.page.locator(".colour-menu")).to_contain_text("my score")
    run(bench, "lab.paint({'L1H6': -0.9}, label='signed')")
    expect(bench.page.locator(".tf-map-legend")).to_contain_text("−0.9")
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemradio", name="attention patterns").click()
    expect(bench.page.locator(".tf-map-legend")).to_have_count(0)
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemradio", name="signed").click()
    expect(bench.page.locator(".tf-map-legend")).to_contain_text("signed")
    run(bench, "lab.paint(None)")
    expect(bench.page.locator(".tf-map-legend")).to_have_count(0)


def test_a_persons_own_score_is_among_the_colours(bench: Workbench) -> None:
    run(bench, "lab.detector('late keys', lambda pattern, tokens: 2 * pattern[-1, -3:].sum())")
    menu, legend = bench.page.locator(".colour-menu"), bench.page.locator(".tf-map-legend")
    menu.click()
    bench.page.get_by_role("menuitemradio", name="late keys").click()
    expect(legend).to_contain_text("late keys")
    expect(menu).to_contain_text("late keys")
    patterns_again(bench)
    expect(legend).to_have_count(0)


def test_scores_of_heads_are_colours_too(bench: Workbench) -> None:
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemradio", name="attention to the previous token").click()
    expect(bench.page.locator(".tf-map-legend")).to_contain_text("attention to the previous token")
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemcheckbox", name="K-composition").click()
    expect(bench.page.locator(".tf-map-legend figure")).to_have_count(2)
    expect(bench.page.locator(".tf-map")).to_have_attribute("data-edges", re.compile(r"[1-9]"))
    bench.page.keyboard.press("Control+k")
    bench.page.keyboard.type("colour by attention patterns")
    bench.page.keyboard.press("Enter")
    expect(bench.page.locator(".tf-map-legend figure")).to_have_count(1)
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemcheckbox", name="K-composition").click()
    expect(bench.page.locator(".tf-map-legend")).to_have_count(0)
    expect(bench.page.locator(".tf-map[data-edges]")).to_have_count(0)


def test_what_is_filtered_stands_in_chips_that_take_it_off(bench: Workbench) -> None:
    page = bench.page
    run(bench, "lab.paint({'L1H6': 0.9, 'L0H1': 0.3})")
    page.get_by_role("button", name="Filter the map").click()
    strip, whole = page.locator(".filter-strip"), page.locator(".tf-map")
    expect(page.get_by_label("Names")).to_be_focused()
    page.keyboard.type("L1H* mlp.0")
    expect(strip.get_by_role("button", name="Select")).to_have_text("Select 9")
    fields, shown = bench.box_of(strip), bench.box_of(whole)
    assert fields["y"] + fields["height"] <= shown["y"]
    strip.get_by_label("At least").fill("50")
    expect(strip).to_contain_text("≥ 0.45")
    page.keyboard.press("Escape")
    expect(strip).to_have_count(0)
    expect(page.get_by_role("button", name="Filter the map")).to_be_focused()
    expect(page.locator(".map-chips")).to_contain_text("L1H* mlp.0")
    expect(page.locator(".map-chips")).to_contain_text("≥ 0.45")
    for chip in ("L1H*", "value"):
        page.locator(".map-chips").get_by_role("button", name=chip).click()
    expect(page.locator(".map-chips")).to_have_count(0)
    run(bench, "lab.paint(None)")


def test_what_the_filter_leaves_is_selected_and_acted_on(bench: Workbench) -> None:
    page = bench.page
    bench.component("L0H0").click()
    page.keyboard.press("Shift+F")
    expect(page.get_by_label("Names")).to_be_focused()
    page.keyboard.type("L1H2 L1H6")
    page.locator(".filter-strip").get_by_role("button", name="Select").click()
    for name, pressed in (("L1H2", "true"), ("L1H6", "true"), ("L1H3", "false")):
        expect(bench.component(name)).to_have_attribute("aria-pressed", pressed)
    bench.press("a")
    bench.wait_for_state("L1H2", "ablated")
    bench.wait_for_state("L1H6", "ablated")
    bench.press("0")
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Names").fill("mlp.*")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("select what remains")
    expect(page.get_by_role("option", name="2 components")).to_be_visible()
    page.keyboard.press("Enter")
    expect(bench.component("mlp.1")).to_have_attribute("aria-pressed", "true")
    expect(bench.component("L1H6")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+k")
    page.keyboard.type("show everything on the map")
    page.keyboard.press("Enter")
    expect(page.locator(".map-chips")).to_have_count(0)


def test_a_threshold_thins_the_lines_and_what_they_join_is_selected(bench: Workbench) -> None:
    page = bench.page
    page.evaluate("address => { location.hash = address }", "model/composition")
    page.locator('.inspector [data-view="composition"]').get_by_label("on the map").check()
    whole = page.locator(".tf-map")
    expect(whole).to_have_attribute("data-edges", re.compile(r"[1-9]"))
    before = int(whole.get_attribute("data-edges") or 0)
    assert before > 1
    page.get_by_role("button", name="Filter the map").click()
    page.get_by_label("At least").fill("100")
    expect(whole).to_have_attribute("data-edges", "1")
    strip = page.locator(".filter-strip")
    strip.get_by_role("button", name="Select 2").click()
    expect(page.locator('[data-component][aria-pressed="true"]')).to_have_count(2)
    strip.get_by_role("button", name="Show all").click()
    expect(whole).to_have_attribute("data-edges", str(before))
    strip.get_by_role("button", name="Put the filter away").click()
    page.get_by_role("button", name="Take off the lines").click()


def test_the_selection_gets_a_name_a_note_and_another_name(bench: Workbench) -> None:
    page = bench.page
    bench.component("L1H6").click()
    bench.component("L1H2").click(modifiers=["Shift"])
    page.keyboard.press("g")
    page.get_by_label("Name of the new group").fill("movers")
    page.keyboard.press("Enter")
    row = page.locator('[data-group="movers"]')
    expect(row).to_contain_text("2 members")
    page.get_by_label("Note on the group movers").fill("they copy")
    page.keyboard.press("Enter")
    row.get_by_role("button", name="Rename movers").click()
    page.get_by_label("New name of movers").fill("copiers")
    page.keyboard.press("Enter")
    row = page.locator('[data-group="copiers"]')
    expect(row).to_be_visible()
    row.get_by_role("button", name="copiers 2 members").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("New name of copiers")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="copiers 2 members")).to_be_focused()
    page.keyboard.press("Escape")
    found = told(bench, "lab.groups, lab.state.groups[0].note")
    assert found.strip() == "{'copiers': ['L1H6', 'L1H2']} they copy"
    bench.component("L0H0").click()
    page.keyboard.press("g")
    row.get_by_role("button", name="copiers 2 members").click()
    selected(bench, "L1H2", "L1H6", but="L0H0")
    page.get_by_role("button", name="Forget copiers").click()
    expect(row).to_have_count(0)
    toast = page.locator(".toast")
    expect(toast).to_contain_text("copiers is forgotten.")
    toast.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    expect(toast).to_have_count(0)
    page.keyboard.press("Escape")


def test_escape_closes_the_list_of_groups_after_one_is_forgotten(bench: Workbench) -> None:
    page = bench.page
    bench.component("L1H6").click()
    page.keyboard.press("g")
    page.get_by_label("Name of the new group").fill("alone")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Forget alone").press("Enter")
    expect(page.locator(".toast")).to_contain_text("alone is forgotten.")
    expect(page.get_by_role("dialog", name="Groups")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Groups")).to_have_count(0)
    expect(page.get_by_role("button", name="Groups")).to_be_focused()
    selected(bench, "L1H6", but="L0H0")


def test_what_a_cell_forgets_comes_back_by_undo_and_takes_no_focus(bench: Workbench) -> None:
    page = bench.page
    run(bench, "lab.group('movers', ['L1H6', 'L1H2'])")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Groups", exact=True).click()
    row = page.locator('[data-group="movers"]')
    expect(row).to_be_visible()
    page.evaluate("() => document.activeElement.blur()")
    run(bench, "lab.forget('movers', what='group')")
    expect(row).to_have_count(0)
    dialog = page.get_by_role("dialog", name="Groups")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_be_focused()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("group movers is forgotten.")
    toast.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    page.get_by_role("button", name="Groups", exact=True).click()


def test_a_name_on_the_map_selects_its_whole_group(bench: Workbench) -> None:
    page = bench.page
    page.get_by_role("button", name="Fit the map", exact=True).click()
    run(bench, "[lab.forget(name, what='group') for name in lab.groups]")
    run(bench, "lab.group('movers', ['L1H6', 'L1H2', 'L0H1'])")
    tile = bench.component("L1H2")
    expect(tile).to_have_attribute("aria-label", re.compile("in the group movers"))
    tile.click()
    selected(bench, "L1H2", but="L0H1")
    tile.click(position={"x": 10, "y": 10})
    selected(bench, "L0H1", "L1H2", "L1H6", but="L0H0")
    bench.component("L0H0").click()
    tile.click(position={"x": 10, "y": 10}, modifiers=["Shift"])
    selected(bench, "L0H0", "L0H1", "L1H2", "L1H6", but="L0H2")


def selected(bench: Workbench, *names: str, but: str) -> None:
    for name in names:
        expect(bench.component(name)).to_have_attribute("aria-pressed", "true")
    expect(bench.component(but)).to_have_attribute("aria-pressed", "false")


def test_the_minimap_is_there_while_the_map_does_not_fit(bench: Workbench) -> None:
    page = bench.page
    small = page.locator(".tf-map-mini")
    page.get_by_role("button", name="Fit the map", exact=True).click()
    expect(small).to_be_hidden()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(small).to_be_visible()
    before, box = bench.box_of(bench.component("embed")), bench.box_of(small)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.95)

    def moved() -> None:
        assert bench.box_of(bench.component("embed"))["y"] < before["y"]

    bench.come_true(moved)
    page.get_by_role("button", name="Fit the map", exact=True).click()


def test_w_maximises_the_pane_in_focus(bench: Workbench) -> None:
    page = bench.page
    page.locator('[data-pane="predictions"]').get_by_role("button", name="Maximise the predictions").click()
    expect(page.locator('[data-pane="predictions"][data-maximised]')).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator("[data-maximised]")).to_have_count(0)
    bench.component("L1H6").click()
    page.keyboard.press("w")
    expect(page.locator('[data-pane="map"][data-maximised]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-maximised]")).to_have_count(0)


@pytest.fixture
def newcomer(browser: Browser, laboratory: Laboratory) -> Iterator[Workbench]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield Workbench.open(context, laboratory, toured=False)
    context.close()


def test_the_tour_is_offered_once_and_led_by_keys(newcomer: Workbench) -> None:
    page = newcomer.page
    page.get_by_role("button", name="Show me").click()
    for number in range(1, 8):
        expect(page.locator(".tour h2")).to_contain_text(f"{number} of 7")
        page.keyboard.press("ArrowRight")
    expect(page.locator(".tour")).to_have_count(0)
    page.reload()
    newcomer.ready()
    expect(page.locator(".tour")).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="Take the tour").click()
    expect(page.get_by_role("dialog", name="Tour: The prompt")).to_be_visible()
    # What is lit can be used: nothing lies over it.
    newcomer.component("L0H0").click()
    expect(newcomer.component("L0H0")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="End the tour").click()
    expect(page.locator(".tour")).to_have_count(0)
    assert newcomer.errors == []
