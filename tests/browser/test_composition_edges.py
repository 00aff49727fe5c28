"""Lines of composition stand over the map's colours, with a legend of their own, until they are taken off."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.bench import Workbench
from tests.browser.desk import run
from tests.browser.disk import is_kept


def test_lines_stay_until_they_are_taken_off(bench: Workbench) -> None:
    page = bench.page
    page.evaluate("address => { location.hash = address }", "model/composition")
    view = page.locator('.inspector [data-view="composition"]')
    expect(view.locator(".tf-view-body")).to_be_visible()
    legend = page.locator(".tf-map-legend")
    expect(legend).to_have_count(0)
    view.get_by_label("on the map").check()
    expect(legend).to_contain_text("lines: K-composition in deviations from chance")
    expect(legend).not_to_contain_text("−")
    page.evaluate("address => { location.hash = address }", "L1H6/ov_circuit")
    expect(page.locator('.inspector [data-view="ov_circuit"]')).to_be_visible()
    expect(page.locator(".tf-map")).to_have_attribute("data-edges", re.compile(r"[1-9]"))
    run(bench, "lab.paint({'L1H6': 0.9, 'L0H1': -0.3}, label='my score')")
    expect(legend.locator("figure")).to_have_count(2)
    bench.come_true(lambda: is_kept(bench.laboratory.root, '"view": "composition"', '"painted": "paint"'))
    page.reload()
    bench.ready()
    expect(legend.locator("figure")).to_have_count(2)
    page.get_by_role("button", name="Take off the lines: K-composition").click()
    expect(legend.locator("figure")).to_have_count(1)
    expect(page.locator(".tf-map[data-edges]")).to_have_count(0)
    run(bench, "lab.paint(None)")


def test_lines_follow_what_is_chosen_where_they_were_drawn(bench: Workbench) -> None:
    page = bench.page
    page.evaluate("address => { location.hash = address }", "L1H6/composition")
    view = page.locator('.inspector [data-view="composition"]')
    view.get_by_label("on the map").check()
    legend = page.locator(".tf-map-legend")
    expect(legend).to_contain_text("K-composition in deviations from chance, L1H6")
    view.get_by_text("values", exact=True).click()
    expect(legend).to_contain_text("V-composition in deviations from chance, L1H6")
    view.get_by_label("on the map").uncheck()
    expect(legend).to_have_count(0)
