"""The words beside a head's name: what it is called on the live run."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.bench import Workbench
from tests.browser.desk import leave, run

IN_PANE = """() => {
  const box = (each) => each.getBoundingClientRect();
  const pane = document.querySelector('[data-pane="inspector"]');
  const { left, right } = box(pane);
  const badges = [...pane.querySelectorAll('.badge')].map(box);
  const inside = badges.every((badge) => left <= badge.left && badge.right <= right);
  return inside && box(pane.querySelector('.pane-head')).height <= 46;
}"""
ASKED = "(asked) => window.countedActs.watched.includes('\"head_scores\"') === asked"


def badges(bench: Workbench) -> Locator:
    return bench.page.locator('[data-pane="inspector"] .badge')


def test_a_head_has_its_highest_scores_beside_its_name(bench: Workbench) -> None:
    leave(bench)
    bench.select("L1H6")
    expect(badges(bench)).to_have_count(3)
    for name in ("induction", "copies", "first token"):
        expect(badges(bench).filter(has_text=name)).to_contain_text("0.")
    expect(badges(bench).first).to_have_attribute("title", re.compile("Told from 0.5 on"))
    bench.select("L0H0")
    expect(badges(bench)).to_have_count(1)
    expect(badges(bench)).to_contain_text("previous token 0.9")
    # It is the live run that they are of.
    bench.select("L1H6")
    run(bench, "lab.ablate('embed')")
    expect(badges(bench).filter(has_text="induction")).to_have_count(0)
    expect(badges(bench).filter(has_text="copies")).to_have_count(1)


def test_they_are_in_the_pane_and_cost_the_view_a_line_at_most(bench: Workbench) -> None:
    leave(bench)
    page = bench.page
    bench.select("L1H6")
    expect(badges(bench)).to_have_count(3)
    for width, height in ((1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        expect(badges(bench)).to_have_count(3)
        page.wait_for_function(IN_PANE)
    page.set_viewport_size({"width": 1680, "height": 1000})


def test_nothing_is_asked_for_where_no_head_is_inspected(bench: Workbench) -> None:
    leave(bench)
    for name, count in (("L1H6", 3), ("mlp.1", 0), ("L0H0", 1)):
        bench.select(name)
        expect(badges(bench)).to_have_count(count)
        bench.page.wait_for_function(ASKED, arg=count > 0)
