"""How a view leaves the page: as a picture, as its numbers, as a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bench import READY_MS, Workbench
from tests.browser.desk import leave
from tests.browser.disk import is_kept

HEAD = "#L1H6@5/attention?face=text"


@pytest.fixture
def inspector(bench: Workbench) -> Iterator[Locator]:
    """The inspector on one head's attention."""
    leave(bench)
    bench.select("L1H6")
    view = bench.page.locator('[data-pane="inspector"] .tf-view, .inspector .tf-view').first
    bench.page.get_by_role("tab", name="Attention", exact=True).click()
    expect(view.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()
    expect(view).not_to_have_attribute("data-late", "")
    yield view
    leave(bench)


def saved(bench: Workbench, way: str) -> Path:
    bench.page.get_by_role("button", name="Save or send this view").click()
    with bench.page.expect_download() as download:
        bench.page.get_by_role("menuitem", name=way).click()
    assert download.value.suggested_filename.startswith("Attention-L1H6.")
    return download.value.path()


@pytest.mark.usefixtures("inspector")
def test_as_a_picture(bench: Workbench) -> None:
    figure = saved(bench, "Save as SVG").read_text()
    assert figure.startswith("<svg ")
    for said in ("Attention · L1H6", "·Tomorrow", "<image ", "linearGradient", "without interventions"):
        assert said in figure
    assert "trafo-2l" in figure
    assert "clean: " in figure
    assert "heat map" not in figure
    png = saved(bench, "Save as PNG").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert len(png) > 5_000


def test_a_picture_says_what_acts_and_shows_nothing_of_the_pointer(
    bench: Workbench, inspector: Locator
) -> None:
    before = saved(bench, "Save as SVG").read_text()
    inspector.get_by_role("application", name="Attention pattern of L1H6").press("ArrowRight")
    expect(inspector.locator(".tf-heatmap-cross").first).to_be_visible()
    assert saved(bench, "Save as SVG").read_text() == before
    bench.component("L0H2").click()
    bench.press("a")
    bench.select("L1H6")
    bench.wait_for_state("L0H2", "ablated")
    expect(inspector.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()

    def under() -> None:
        assert 'under ablate("L0H2")' in saved(bench, "Save as SVG").read_text().replace("&quot;", '"')

    # The view comes after the number.
    bench.come_true(under)


@pytest.mark.usefixtures("inspector")
def test_no_line_of_a_picture_is_wider_than_it(bench: Workbench) -> None:
    bench.cell("lab.prompt('Her name was Emma Cooper. The day was late and she sat in the garden with Sam.')")
    expect(bench.page.get_by_title("read at ·Cooper").first).to_be_visible()
    figure = saved(bench, "Save as SVG").read_text()
    assert "Emma·Cooper" in figure
    beyond = bench.page.evaluate(
        """figure => {
          const box = document.createElement('div');
          box.innerHTML = figure;
          document.body.append(box);
          const lines = [...box.querySelectorAll('svg > text')];
          const room = Number(box.firstElementChild.getAttribute('width')) - 12;
          const wide = lines.filter((line) => line.getBBox().x + line.getBBox().width > room + 1);
          box.remove();
          return wide.map((line) => line.textContent);
        }""",
        figure,
    )
    assert beyond == []


@pytest.mark.usefixtures("inspector")
def test_as_numbers(bench: Workbench) -> None:
    import pandas

    table = pandas.read_csv(saved(bench, "Save the numbers as CSV"), keep_default_na=False)
    again = pandas.read_parquet(saved(bench, "Save the numbers as Parquet"))
    assert table.attention.tolist() == pytest.approx(again.attention.tolist())
    assert len(table) == 12 * 13 // 2


def shows(page: Page, address: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(f"/{address}")))


def test_the_address_follows_and_back_leads_back(bench: Workbench, inspector: Locator) -> None:
    page = bench.page
    shows(page, "#L1H6/attention")
    # What is passed by within a second is no step of the browser's.
    page.wait_for_timeout(1200)
    bench.select("L0H3")
    expect(page.get_by_role("application", name="Attention pattern of L0H3")).to_be_visible()
    shows(page, "#L0H3/attention")
    page.go_back()
    expect(page.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()
    inspector.get_by_role("button", name="text", exact=True).click()
    expect(inspector.get_by_role("button", name="where it looks")).to_be_visible()
    shows(page, "#L1H6/attention?face=text")


def test_a_link_opens_what_it_says_even_with_its_token(bench: Workbench) -> None:
    for link in (bench.laboratory.link, bench.laboratory.link.split("?")[0]):
        page = bench.page.context.new_page()
        page.goto(link + HEAD)
        expect(page.get_by_role("button", name="where it looks")).to_be_visible(timeout=READY_MS)
        shows(page, HEAD)
        expect(page.locator('[data-component="L1H6"]').first).to_have_attribute("aria-pressed", "true")
        page.close()


def test_nonsense_in_a_link_is_ignored(bench: Workbench) -> None:
    page = bench.page.context.new_page()
    page.goto(bench.laboratory.link.split("?")[0] + "#L1H6@999/attention?max_size=big&face=map&x=1")
    expect(page.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible(timeout=READY_MS)
    page.close()


def test_what_the_kernel_refuses_of_a_link_is_told_with_a_way_out(bench: Workbench) -> None:
    page = bench.page.context.new_page()
    page.goto(bench.laboratory.link.split("?")[0] + "#L1H6/attention?face=banana")
    failure = page.get_by_role("status").filter(has_text="can't be asked with face")
    expect(failure).to_be_visible(timeout=READY_MS)
    failure.get_by_role("button", name="Ask as at first").click()
    expect(page.get_by_role("application", name="Attention pattern of L1H6")).to_be_visible()
    expect(page).to_have_url(re.compile("#L1H6/attention$"))
    page.close()


def test_what_the_kernel_refuses_of_a_link_is_this_tab_s_alone(bench: Workbench) -> None:
    page, link = bench.page.context.new_page(), bench.laboratory.link.split("?")[0]
    page.goto(link + "#L1H6/attention?minus=7")
    failure = page.get_by_role("status").filter(has_text="can't be asked with minus=7")
    expect(failure).to_be_visible(timeout=READY_MS)
    bench.come_true(lambda: is_kept(bench.laboratory.root, '"L1H6"'))
    other = bench.page.context.new_page()
    other.goto(link + "#L0H2/attention")
    expect(other.get_by_role("application", name="Attention pattern of L0H2")).to_be_visible(timeout=READY_MS)
    other.close()
    page.evaluate("address => { location.hash = address }", "L0H1/attention")
    expect(page.get_by_role("application", name="Attention pattern of L0H1")).to_be_visible()
    page.close()


def test_an_address_says_what_is_shown(bench: Workbench) -> None:
    page = bench.page
    page.evaluate("address => { location.hash = address }", "L1H6/nonsense")
    expect(page).to_have_url(re.compile(r"#L1H6/attention$"))
    page.evaluate("address => { location.hash = address }", "%F0%9F%98%80")
    expect(page).to_have_url(re.compile(r"#L1H6/attention$"))
