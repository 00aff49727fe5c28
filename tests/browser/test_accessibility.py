"""axe-core finds nothing serious on the page, in either theme, and everything can be reached by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import experimenting as experiments
from tests.browser.axe import findings, put_into
from tests.browser.bench import PROMPT, Workbench, text
from tests.browser.desk import CORRUPT, HART, LAST, clean_token, run

FOCUSED = """() => {
  const focused = document.activeElement;
  const region = focused.closest('header.topbar, .promptbar, [data-pane], .predictions');
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  // The map's ring is on its canvas, a divider's is its own colour, a frame's is inside.
  const seen = outlined || focused.matches('[data-component], .divider, iframe, body');
  return [region?.dataset.pane ?? region?.className ?? '', seen ? '' : focused.outerHTML.slice(0, 90)];
}"""


def fresh(bench: Workbench) -> None:
    """Nothing is done."""


def held(bench: Workbench) -> None:
    """A head ablated, a pattern frozen that does not fit, a hook and a weight of the person's own."""
    bench.select("L1H6")
    bench.press("a")
    bench.select("L0H1")
    bench.press("f")
    bench.cell(
        "model.add_hook('blocks.1.mlp.hook_post', lambda x, hook: x * 0.5)\n"
        "model.blocks[1].attn.W_O.data[3].mul_(0.5)\n"
        "lab.prompt('Her name was Alex Hart. Alex', corrupt='Her name was Alex Carroll. Alex'); 0"
    )
    bench.wait_for_state("L0H1", "inactive")
    bench.page.get_by_role("tab", name="History").click()
    expect(bench.page.locator(".row.history").first).to_be_visible()


def in_words(bench: Workbench) -> None:
    bench.select("L1H6")
    bench.page.get_by_role("button", name="text", exact=True).click()
    expect(bench.page.get_by_role("button", name="where it looks")).to_be_visible()


def experimenting(bench: Workbench) -> None:
    """A finished sweep with a cell in force and two gathered."""
    run(bench, f"lab.prompt({PROMPT!r}, corrupt={CORRUPT!r})")
    experiments.begin(bench, "resid_pre")
    experiments.finish(bench)
    experiments.click(bench, 0, HART)
    for column in (HART, LAST):
        experiments.click(bench, 1, column, modifier="Shift")


def pressed(key: str) -> Callable[[Workbench], None]:
    def press(bench: Workbench) -> None:
        bench.page.evaluate("() => document.activeElement.blur()")
        bench.page.keyboard.press(key)
        expect(bench.page.locator(OPENED[key])).to_be_visible()

    return press


STATES: dict[str, Callable[[Workbench], None]] = {
    "fresh": fresh,
    "held": held,
    "text": in_words,
    "experiments": experimenting,
    "palette": pressed("Control+k"),
    "keys": pressed("?"),
    "metric": pressed("Shift+M"),
    "prompt": pressed("e"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(bench: Workbench, state: str, theme: str) -> None:
    put_into(bench, theme)
    STATES[state](bench)
    assert findings(bench) == []
    bench.page.keyboard.press("Escape")


def opened(bench: Workbench, what: str) -> None:
    """A menu or a panel that lies over the page."""
    bench.select("mlp.0")
    if what == "editor":
        bench.page.get_by_role("tab", name="Interventions").click()
        run(bench, "lab.steer('mlp.0', 'surname', positions=[5])")
        bench.page.locator(".rows.interventions .row-words").click()
        expect(bench.page.get_by_role("dialog")).to_be_visible()
    elif what == "slider":
        bench.press("m")
        expect(bench.page.get_by_role("slider", name="factor")).to_be_visible()
    else:
        bench.component("L0H3").click(button="right")
        bench.page.get_by_role("menuitem", name="Ablate").hover()
        expect(bench.page.get_by_role("menu")).to_have_count(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("what", ["menu", "slider", "editor"])
def test_axe_finds_nothing_serious_in_what_opens(desk: Workbench, what: str, theme: str) -> None:
    put_into(desk, theme)
    clean_token(desk, HART).click(modifiers=["Control"])
    opened(desk, what)
    assert findings(desk) == []


def test_tab_reaches_every_region_and_the_focus_is_seen(bench: Workbench) -> None:
    bench.select("L1H6")
    bench.page.evaluate("() => document.activeElement.blur()")
    seen: set[str] = set()
    unseen: list[str] = []
    for _ in range(100):
        bench.page.keyboard.press("Tab")
        place, ring = bench.page.evaluate(FOCUSED)
        seen.add(place)
        unseen += [ring] if ring else []
        if place == "notebook" and bench.page.evaluate("() => document.activeElement.tagName") == "IFRAME":
            # Tab goes on inside Jupyter; what follows is reached from the other side.
            bench.page.locator('[data-pane="drawer"] [role="tab"]').first.focus()
            seen.add("drawer")
    assert {"topbar", "promptbar", "map", "inspector", "notebook", "drawer", "predictions"} <= seen
    assert unseen == []


OPENED = {
    "Control+k": '[role="dialog"]',
    "?": '[role="dialog"]',
    "Shift+M": '[role="dialog"]',
    "e": "textarea[aria-label='The prompt']",
}


@pytest.mark.parametrize("key", OPENED)
def test_escape_closes_what_a_key_opened_and_leaves_the_selection(bench: Workbench, key: str) -> None:
    bench.select("L1H6")
    opened = bench.page.locator(OPENED[key])
    bench.page.keyboard.press(key)
    expect(opened).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(bench.component("L1H6")).to_have_attribute("aria-pressed", "true")


def test_no_key_of_ours_fires_while_a_person_types(bench: Workbench) -> None:
    bench.select("L1H6")
    before, theme = bench.acts, bench.page.locator("html").get_attribute("data-theme")
    bench.page.keyboard.press("e")
    field = bench.page.get_by_role("textbox", name="The prompt")
    expect(field).to_be_focused()
    field.press("End")
    bench.page.keyboard.type(" afzt0mb?/")
    expect(field).to_have_value(f"{PROMPT} afzt0mb?/")
    bench.page.keyboard.press("Escape")
    bench.page.keyboard.press("Shift+M")
    answer = bench.page.get_by_role("textbox", name="Answer")
    answer.fill("")
    answer.type("afzt0")
    expect(answer).to_have_value("afzt0")
    bench.page.keyboard.press("Escape")
    assert bench.acts == before
    assert bench.page.locator("html").get_attribute("data-theme") == theme
    assert text(bench.cell("print(len(lab.interventions))")) == "0"
