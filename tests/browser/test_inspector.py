"""The inspector's room: a view has the height, and nothing moves under the pointer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import MORE_VIEWS, Workbench
from tests.browser.desk import leave, run

HELD_TWICE = "lab.ablate('L1H6', positions=[3]); lab.scale('L1H6', 0.5)"

SEEN = """() => {
  const scroller = document.querySelector('.tab-view').getBoundingClientRect();
  const body = document.querySelector('.inspector .tf-view-body').getBoundingClientRect();
  const pattern = '.tf-view-body :is(.tf-heatmap-plot, .tf-heatmap-cols > span)';
  const parts = [...document.querySelectorAll(pattern)];
  const lowest = Math.max(...parts.map((part) => part.getBoundingClientRect().bottom));
  return {
    body: Math.min(body.bottom, scroller.bottom) - Math.max(body.top, scroller.top),
    below: lowest - scroller.bottom,
  };
}"""


@pytest.fixture
def head(bench: Workbench) -> Any:
    """A head with two interventions on it, seen as its attention."""
    leave(bench)
    bench.select("L1H6")
    bench.open_view("Attention")
    run(bench, HELD_TWICE)
    expect(bench.page.locator(".inspector-acts .row")).to_have_count(2)
    expect(bench.page.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()
    yield bench
    bench.page.set_viewport_size({"width": 1680, "height": 1000})


def tops(pieces: Locator) -> set[int]:
    boxes = [piece.bounding_box() for piece in pieces.all() if piece.is_visible()]
    return {round(box["y"] + box["height"] / 2) for box in boxes if box}


@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 360), (1280, 800, 260)])
def test_a_view_has_the_height(head: Workbench, width: int, height: int, least: int) -> None:
    page = head.page
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator(".inspector-acts .row")).to_have_count(2)

    def fits() -> None:
        seen = page.evaluate(SEEN)
        assert seen["body"] >= least
        assert seen["below"] <= 0, "the whole pattern is in sight"
        for pieces in ('.inspector-view [role="tab"]', ".inspector-acts .op-button"):
            assert len(tops(page.locator(pieces))) == 1, "they stand in one row"

    head.come_true(fits)


OUTSIDE = """() => {
  const pane = document.querySelector('[data-pane="inspector"]').getBoundingClientRect();
  const beyond = (part) => {
    const box = part.getBoundingClientRect();
    return box.left < pane.left - 0.5 || box.right > pane.right + 0.5;
  };
  const parts = [...document.querySelectorAll('[data-pane="inspector"] .empty *')];
  return { parts: parts.length, beyond: parts.filter(beyond).map((part) => part.textContent) };
}"""


def test_what_stands_there_with_nothing_selected_is_in_the_pane(bench: Workbench) -> None:
    leave(bench)
    page = bench.page
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_text("Select a component on the map.")).to_be_visible()
    bench.wait_for_rest()
    found = page.evaluate(OUTSIDE)
    page.set_viewport_size({"width": 1680, "height": 1000})
    assert found["parts"] > 10
    assert found["beyond"] == []


def test_no_tab_moves_as_another_is_opened(head: Workbench) -> None:
    tabs = head.page.locator('.inspector-view [role="tab"]:not([data-out])')
    # Which of them have room is known once the row is laid out.
    head.box_of(tabs.first)
    before = [head.box_of(tab)["x"] for tab in tabs.all()]
    assert len(before) > 2
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        assert [head.box_of(each)["x"] for each in tabs.all()] == before


def test_views_without_room_are_opened_from_a_menu_by_keyboard(head: Workbench) -> None:
    page = head.page
    page.set_viewport_size({"width": 1280, "height": 800})
    # Which tabs have room is known once the row is laid out.
    head.wait_for_rest()
    page.get_by_role("button", name=MORE_VIEWS).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    expect(page.get_by_role("menuitem", name="OV", exact=True)).to_have_count(0)
    expect(page.get_by_role("group").filter(has_text="Of the weights alone")).to_contain_text("Composition")
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem", name="Singular vectors", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Singular vectors", selected=True)).to_be_visible()
    expect(page.locator('.inspector [data-view="singular_vectors"]')).to_be_visible()


def test_acts_stay_under_the_pointer(head: Workbench) -> None:
    button = head.page.locator(".inspector-acts").get_by_role("button", name="Freeze", exact=True)
    before = head.box_of(button)
    button.click()
    head.wait_for_state("L1H6", "frozen")
    expect(head.page.locator(".inspector-acts .row")).to_have_count(3)
    assert head.box_of(button) == before


def test_the_name_tells_what_it_is_of(head: Workbench) -> None:
    head.page.get_by_role("button", name="L1H6", exact=True).and_(head.page.locator(".subject-name")).click()
    expect(head.page.get_by_role("dialog", name="About L1H6")).to_contain_text("Head 6 of layer 1")


def test_hooks_of_a_person_stay_in_sight(head: Workbench) -> None:
    run(head, "model.add_hook('blocks.1.attn.hook_z', lambda z, hook: None)")
    head.select("attn.1")
    expect(head.page.locator(".inspector-acts .facts")).to_contain_text("blocks.1.attn.hook_z")
    run(head, "model.reset_hooks()")
    expect(head.page.locator(".inspector-acts .facts")).to_have_count(0)


CIRCUITSVIS = """() => {
  const host = document.querySelector('.circuitsvis');
  const canvases = [...host.querySelectorAll('canvas')];
  const pane = host.getBoundingClientRect();
  return {
    right: Math.max(...canvases.map((canvas) => canvas.getBoundingClientRect().right)) - pane.right,
    width: Math.max(...canvases.map((canvas) => canvas.getBoundingClientRect().width)) / pane.width,
    names: [...host.querySelectorAll('h4')].map((name) => {
      const { left, right } = name.getBoundingClientRect();
      return [left, right];
    }),
    filter: getComputedStyle(host).filter,
  };
}"""


def test_circuitsvis_is_whole_in_a_narrow_pane_and_dark_in_the_dark(head: Workbench) -> None:
    page = head.page
    page.set_viewport_size({"width": 1280, "height": 800})
    head.open_view("CircuitsVis")
    expect(page.locator(".circuitsvis canvas").nth(8)).to_be_visible()
    page.wait_for_timeout(500)
    light = page.evaluate(CIRCUITSVIS)
    assert light["right"] <= 0
    assert light["width"] > 0.8
    for (_, right), (left, _) in pairwise(light["names"]):
        assert right <= left or left == light["names"][0][0], "no name lies over the next"
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(CIRCUITSVIS)
    page.get_by_role("button", name="Light theme").click()
    head.open_view("Attention")
    assert (light["filter"], dark["filter"]) == ("none", "invert(0.9) hue-rotate(180deg)")
