"""Tokens that are brushed, by mouse and by keyboard alone: interventions act at them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.bench import Workbench
from tests.browser.desk import HART, LAST, clean_token, told
from tests.browser.plain_model import expected, mean_head


def test_two_brushed_tokens_are_ablated_by_mean_from_the_context_menu(desk: Workbench) -> None:
    clean_token(desk, HART).click(modifiers=["Control"])
    clean_token(desk, LAST).click(modifiers=["Control"])
    expect(desk.page.get_by_role("button", name="acts at 2 tokens")).to_be_visible()
    desk.component("L0H3").click(button="right")
    desk.page.get_by_role("menuitem", name="Ablate").hover()
    desk.page.get_by_role("menuitemcheckbox", name="mean over the clean prompt").click()
    desk.wait_for_state("L0H3", "ablated")
    desk.settle(expected("blocks.0.attn.hook_z", mean_head(3, [HART, LAST])))
    assert told(desk, "lab.interventions[0].code") == 'lab.ablate("L0H3", mode="mean", positions=[5, 11])'


def test_the_same_by_keyboard_alone(desk: Workbench) -> None:
    page = desk.page
    clean_token(desk, LAST).focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Control+Space")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_role("button", name="acts at 2 tokens")).to_be_visible()
    desk.component("L0H3").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+F10")
    ablate = page.get_by_role("menuitem", name="Ablate")
    expect(ablate).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(ablate).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("menu").last.get_by_role("menuitemcheckbox").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitemcheckbox", name="mean over the clean prompt")).to_be_focused()
    page.keyboard.press("Enter")
    desk.wait_for_state("L0H4", "ablated")
    desk.settle(expected("blocks.0.attn.hook_z", mean_head(4, [9, 10])))
    expect(desk.component("L0H4")).to_be_focused()


def test_tokens_are_brushed_by_a_drag_and_let_go_by_escape(desk: Workbench) -> None:
    chip = desk.page.locator(".acts-at")
    clean_token(desk, 3).hover()
    desk.page.mouse.down()
    clean_token(desk, 4).hover()
    clean_token(desk, HART).hover()
    desk.page.mouse.up()
    expect(chip).to_contain_text("3 tokens")
    clean_token(desk, 7).click(modifiers=["Shift"])
    expect(chip).to_contain_text("5 tokens")
    expect(desk.page.get_by_role("textbox", name="The prompt")).to_have_count(0)
    desk.page.keyboard.press("Escape")
    expect(chip).to_contain_text("acts at all")
