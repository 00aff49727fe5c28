"""Every view in the page, light and dark, and in a cell: no console errors, nothing serious for axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from trafolab.views import VIEWS
from trafolab.views.view import View

from tests.browser.addresses import addresses
from tests.browser.axe import findings, put_into
from tests.browser.bench import Workbench
from tests.browser.desk import run


def named(view: View) -> str:
    return view.name


def shown(bench: Workbench, view: View, address: str) -> Locator:
    """The view, with what was asked of it."""
    bench.page.evaluate("address => { location.hash = address }", address)
    found = bench.page.locator(f'.inspector [data-view="{view.name}"]')
    expect(found.locator(".tf-view-body")).to_be_visible()
    expect(found).not_to_have_attribute("data-late", "")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_it_shows_in_the_page(bench: Workbench, view: View, theme: str) -> None:
    put_into(bench, theme)
    found = shown(bench, view, addresses(view)[0])
    assert findings(bench) == []
    expect(found.locator(".tf-view-body")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_it_is_offered_wherever_it_is_of_use(bench: Workbench, view: View) -> None:
    for address in addresses(view)[1:]:
        shown(bench, view, address)


@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_it_shows_in_a_cell(bench: Workbench, view: View) -> None:
    named = "".join(f", {name}={value!r}" for name, value in view.example.model_dump().items())
    outputs = bench.cell(f"shown = lab.view({view.name!r}{named}); shown")
    assert {"image/png", "text/plain"} <= set(outputs[0]["data"])
    widget = bench.notebook.locator(".tf-widget").last
    expect(widget.locator(f'[data-view="{view.name}"] .tf-view-body')).to_be_visible()
    run(bench, "shown.widget.close()")
