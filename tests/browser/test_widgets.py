"""Views in Notebook 7's own cells: shown, followed, used, and in the notebook's colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Frame, Locator, expect

from tests.browser.bench import Workbench, text
from tests.browser.desk import run


@pytest.fixture
def notebook(bench: Workbench) -> Frame:
    return bench.notebook


@pytest.fixture
def problems(bench: Workbench) -> Iterator[list[str]]:
    """What goes wrong in the notebook's frame too, where the widget's script runs."""
    found: list[str] = []

    def note(error: Error) -> None:
        found.append(str(error))

    bench.page.on("pageerror", note)
    yield found
    bench.page.remove_listener("pageerror", note)
    assert found == []


@pytest.fixture
def widget(bench: Workbench, notebook: Frame, problems: list[str]) -> Iterator[Locator]:
    """One head's attention in a cell."""
    outputs = bench.cell('shown = lab.view("attention", head="L1H6"); shown')
    data = outputs[0]["data"]
    assert {"image/png", "text/plain", "application/vnd.jupyter.widget-view+json"} <= set(data)
    widget = notebook.locator(".tf-widget").last
    expect(widget.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()
    yield widget
    run(bench, "shown.widget.close()")


def pixels(widget: Locator) -> str:
    return widget.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def test_a_view_shows_in_a_cell_and_not_its_picture(widget: Locator, notebook: Frame) -> None:
    output = notebook.locator(".jp-OutputArea-child", has=widget)
    expect(output.locator("img")).to_have_count(0)


def test_it_follows_what_changes(bench: Workbench, widget: Locator, notebook: Frame) -> None:
    before = pixels(widget)
    run(bench, 'lab.ablate("L0H0", "L0H1", "L0H2", "L0H3", "L0H4", "attn.0")')
    canvas = widget.locator("canvas").element_handle()
    notebook.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas, before])


def test_what_is_chosen_in_it_is_computed_in_the_kernel(bench: Workbench, widget: Locator) -> None:
    widget.get_by_role("button", name="text", exact=True).click()
    expect(widget.get_by_role("button", name="where it looks")).to_be_visible()
    expect(widget.get_by_text('lab.view("attention", head="L1H6", face="text")')).to_be_visible()
    expect(widget.locator('[data-late=""]')).to_have_count(0)
    assert text(bench.cell("print(shown.params.face)")) == "text"


def test_it_answers_while_a_cell_runs(bench: Workbench, widget: Locator) -> None:
    bench.start_cell("import time\nwhile True: time.sleep(.01)")
    expect(bench.page.locator("[data-kernel]").first).to_have_attribute("data-kernel", "busy")
    widget.get_by_role("button", name="text", exact=True).click()
    expect(widget.get_by_role("button", name="where it looks")).to_be_visible()
    expect(widget.locator('[data-late=""]')).to_have_count(0)
    widget.evaluate("() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
    expect(bench.page.locator("[data-kernel]").first).to_have_attribute("data-kernel", "idle")


def test_its_numbers_leave_as_a_file(bench: Workbench, widget: Locator) -> None:
    with bench.page.expect_download() as download:
        widget.get_by_role("button", name="Save the numbers as CSV").click()
    assert download.value.suggested_filename == "attention-L1H6.csv"
    assert download.value.path().read_text().startswith("query_index,query,key_index,key,attention\n")


def test_its_picture_leaves_as_svg(bench: Workbench, widget: Locator) -> None:
    with bench.page.expect_download() as download:
        widget.get_by_role("button", name="Save as SVG").click()
    figure = download.value.path().read_text()
    assert "<image" in figure
    assert "·Tomorrow" in figure


def test_it_has_the_notebooks_colours(widget: Locator, notebook: Frame) -> None:
    light = notebook.evaluate("() => document.body.dataset.jpThemeLight")
    expect(widget).to_have_attribute("data-theme", "light" if light == "true" else "dark")
    other = "false" if light == "true" else "true"
    notebook.evaluate("light => { document.body.dataset.jpThemeLight = light }", other)
    expect(widget).to_have_attribute("data-theme", "light" if other == "true" else "dark")
    notebook.evaluate("light => { document.body.dataset.jpThemeLight = light }", light)


@pytest.mark.parametrize(
    ("paint", "theme"),
    [("color(srgb 0.1 0.1 0.1)", "dark"), ("color(srgb 1 1 1)", "light"), ("navy", "dark")],
)
def test_it_has_the_colours_of_a_notebook_that_only_paints(
    widget: Locator, notebook: Frame, paint: str, theme: str
) -> None:
    widget.evaluate("(element, paint) => { element.parentElement.style.background = paint }", paint)
    said = notebook.evaluate("() => document.body.dataset.jpThemeLight")
    notebook.evaluate("() => { delete document.body.dataset.jpThemeLight }")
    expect(widget).to_have_attribute("data-theme", theme)
    notebook.evaluate("said => { document.body.dataset.jpThemeLight = said }", said)


def test_its_keys_are_its_own(widget: Locator, notebook: Frame) -> None:
    cells = notebook.locator(".jp-Cell")
    before = cells.count()
    notebook.evaluate("() => { window.up = []; addEventListener('keydown', ({ key }) => up.push(key)) }")
    widget.get_by_role("application").click()
    for key in ("b", "a", "ArrowDown"):
        widget.page.keyboard.press(key)
    expect(widget.get_by_role("application")).to_be_focused()
    assert cells.count() == before
    assert "ArrowDown" not in notebook.evaluate("() => window.up")


def test_out_of_sight_it_rests_and_in_sight_again_it_has_caught_up(
    bench: Workbench, widget: Locator, notebook: Frame
) -> None:
    before = pixels(widget)
    widget.evaluate("element => { element.style.display = 'none' }")

    def rests() -> None:
        assert text(bench.cell("print(len(shown._conversation._places))")) == "0"

    bench.come_true(rests)
    run(bench, 'lab.ablate("attn.0")')
    rests()
    widget.evaluate("element => { element.style.display = '' }")
    canvas = widget.locator("canvas").element_handle()
    notebook.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[canvas, before])
