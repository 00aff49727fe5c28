"""The whole of an investigation by keyboard alone: no mouse, and no focus that a script has set."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench, drawn
from tests.browser.desk import HART, LAST
from tests.browser.test_by_mouse import means

MOST_STEPS = 40
FOCUSED = "(selector) => document.activeElement?.matches(selector) ?? false"


def test_ablate_freeze_steer_save_and_compare_by_keyboard_alone(bench: Workbench) -> None:
    page = bench.page
    bench.cell(f"lab.clear(); lab.prompt({PROMPT!r})")
    page.evaluate("() => document.activeElement.blur()")
    walk(page, "Tab", '[data-prompt="clean"] [data-index]')
    walk(page, "Home", f'[data-prompt="clean"] [data-index="{0}"]')
    for index in (HART, LAST):
        walk(page, "ArrowRight", f'[data-prompt="clean"] [data-index="{index}"]')
        page.keyboard.press("Control+Space")
    expect(page.get_by_role("button", name="acts at 2 tokens")).to_be_visible()
    search(page, "L0H1")
    walk(page, "Control+ArrowRight", '[data-component="L0H4"]')
    page.keyboard.press("Control+Space")
    walk(page, "Control+ArrowUp", '[data-component^="L1H"]')
    walk(page, "Control+ArrowLeft", '[data-component="L1H2"]')
    page.keyboard.press("Control+Space")
    choose(page, "Ablate", "mean over the clean prompt")
    bench.wait_for_state("L0H4", "ablated")
    bench.settle(reference.automatic_metric("trafo-2l", PROMPT, means()))
    page.keyboard.press("Escape")
    search(page, "L1H5")
    choose(page, "Freeze", "attention pattern")
    bench.wait_for_state("L1H5", "frozen")
    search(page, "resid_pre.1")
    choose(page, "Steer", "make a direction of")
    expect(page.get_by_role("tab", name="Directions 1")).to_be_visible()
    choose(page, "Steer", "Hart", "add")
    bench.wait_for_state("resid_pre.1", "steered")
    save(page, "a")
    search(page, "mlp.0")
    choose(page, "Scale", "× 0.5")
    bench.wait_for_state("mlp.0", "scaled")
    save(page, "b")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    expect(page.get_by_label("Attention patterns")).to_contain_text("L1H")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Compare")).to_be_hidden()
    bench.cell("lab.clear(); [lab.forget(name, what='saved') for name in lab.saved]")


@pytest.mark.parametrize("key", ["?", "Control+k", "/"])
def test_what_lay_over_the_page_gives_the_focus_back(bench: Workbench, key: str) -> None:
    page = bench.page
    bench.select("L1H6")
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(bench.component("L1H6")).to_be_focused()


@pytest.mark.parametrize(
    ("query", "offered", "view"),
    [
        ("OV", "Look at L1H6: OV", "OV"),
        ("prompt lens", "Look at the prompt: Logit lens", "Logit lens"),
        ("model composition", "Look at the model: Composition", "Composition"),
    ],
)
def test_the_palette_opens_views(bench: Workbench, query: str, offered: str, view: str) -> None:
    page = bench.page
    bench.select("L1H6")
    page.keyboard.press("Control+k")
    page.keyboard.type(query)
    expect(page.get_by_role("option", selected=True)).to_have_text(offered)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name=view, exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.locator('[data-pane="inspector"]')).to_be_focused()


def test_the_keys_say_all_that_escape_leaves(bench: Workbench) -> None:
    page = bench.page
    bench.select("L1H6")
    page.keyboard.press("?")
    row = page.locator(".keys-table dl > div").filter(has=page.locator("kbd", has_text="Esc"))
    expect(row).to_have_count(1)
    expect(row).to_contain_text("comparison, maximised pane, tokens acted at, selection")
    page.keyboard.press("Escape")


def walk(page: Page, key: str, selector: str) -> None:
    """Press a key until the focus is there."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        drawn(page)
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{key} leads nowhere near {selector}")


def search(page: Page, what: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(what)
    expect(page.get_by_role("option").first).to_contain_text(what)
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-component="{what}"]').first).to_be_focused()


def choose(page: Page, *path: str) -> None:
    """Walk through the menu of everything that can be done to the selection."""
    page.keyboard.press("Shift+F10")
    for depth, name in enumerate(path):
        item = page.get_by_role("menu").nth(depth).locator('[role^="menuitem"]').filter(has_text=name).first
        expect(item).to_be_visible()
        for _ in range(MOST_STEPS):
            if item.evaluate("(item) => document.activeElement === item"):
                break
            page.keyboard.press("ArrowDown")
            drawn(page)
        last = depth == len(path) - 1
        page.keyboard.press("Enter" if last else "ArrowRight")


def save(page: Page, name: str) -> None:
    page.keyboard.press("Shift+S")
    field = page.get_by_label("Save this state as")
    expect(field).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-saved="{name}"]')).to_be_visible()
