"""Operations that take more than a target, by mouse and by keyboard alone: a token of the counterfactual to
patch from, a token to which attention is cut, a direction."""

from __future__ import annotations

import torch
from playwright.sync_api import expect

from tests.browser.bench import Workbench
from tests.browser.desk import CORRUPT, HART, clean_token, corrupt_token, leave, run, told
from tests.browser.plain_model import expected, value_of


def patched(name: str) -> float:
    donor = value_of(CORRUPT, name)

    def change(value: torch.Tensor) -> torch.Tensor:
        value[:, HART] = donor[HART]
        return value

    return expected(name, change)


def carry(bench: Workbench, index: int, x: float, y: float) -> None:
    corrupt_token(bench, index).hover()
    bench.page.mouse.down()
    bench.page.mouse.move(x - 30, y - 30, steps=6)
    bench.page.mouse.move(x, y, steps=4)


def test_a_token_of_the_counterfactual_is_dragged_onto_a_component(desk: Workbench) -> None:
    box = desk.box_of(desk.component("mlp.0"))
    carry(desk, HART, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desk.page.locator(".carried")).to_have_text("patch mlp.0 · ‹·Carroll› from corrupt")
    desk.page.mouse.up()
    desk.wait_for_state("mlp.0", "patched")
    desk.settle(patched("blocks.0.hook_mlp_out"))
    expect(desk.component("mlp.0")).to_have_attribute("aria-pressed", "true")
    code = 'lab.patch("mlp.0", positions=[5], source="corrupt")'
    assert told(desk, "lab.interventions[0].code") == code


def test_dropped_on_its_own_token_it_patches_the_stream_and_nowhere_else(desk: Workbench) -> None:
    for index, done in ((4, False), (HART, True)):
        box = desk.box_of(clean_token(desk, index))
        carry(desk, HART, box["x"] + 12, box["y"] + 12)
        expect(desk.page.locator(".carried")).to_contain_text("resid_pre.0")
        desk.page.mouse.up()
        if done:
            desk.wait_for_state("resid_pre.0", "patched")
        else:
            expect(desk.page.get_by_text("A patch takes the same position").first).to_be_visible()
            desk.wait_for_states("resid_pre.0")
            desk.page.keyboard.press("Escape")
    assert told(desk, "len(lab.interventions)") == "1"


def test_the_patch_by_keyboard_alone(desk: Workbench) -> None:
    desk.select("mlp.0")
    corrupt_token(desk, 0).focus()
    for _ in range(HART):
        desk.page.keyboard.press("ArrowRight")
    expect(corrupt_token(desk, HART)).to_be_focused()
    desk.press("p")
    desk.settle(patched("blocks.0.hook_mlp_out"))


def test_prompts_of_other_lengths_are_refused_with_both(desk: Workbench) -> None:
    run(desk, "lab.prompt('Her name was Alex Hart.', corrupt='Her name was Alex.')")
    desk.select("mlp.0")
    desk.page.keyboard.press("p")
    expect(desk.page.get_by_text("The prompt has 7 tokens and corrupt has 6").first).to_be_visible()
    assert told(desk, "len(lab.interventions)") == "0"


def test_attention_is_cut_to_a_token_chosen_by_typing(desk: Workbench) -> None:
    desk.select("L1H6")
    desk.page.keyboard.press("k")
    menu = desk.page.get_by_role("menu")
    expect(menu).to_contain_text("attention from every token to")
    desk.page.keyboard.type("Hart")
    expect(desk.page.get_by_role("menuitemcheckbox", name="Hart (5)")).to_be_focused()
    desk.page.keyboard.press("Enter")
    desk.wait_for_state("L1H6", "knocked-out")

    def cut(scores: torch.Tensor) -> torch.Tensor:
        scores[:, 6, HART + 1 :, HART] = torch.finfo(scores.dtype).min
        scores[:, 6, HART, HART] = torch.finfo(scores.dtype).min
        return scores

    desk.settle(expected("blocks.1.attn.hook_attn_scores", cut))
    assert told(desk, "lab.interventions[0].code") == 'lab.knockout("L1H6", src=[5])'


def test_steering_by_key_uses_a_direction_that_there_is(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("s")
    desk.wait_for_states("mlp.0", "steered")
    assert told(desk, "lab.interventions[0].code") == 'lab.steer("mlp.0", "surname", scale=1)'
    button = desk.page.locator(".action-bar").get_by_role("button", name="Steer").first
    expect(button).to_have_attribute("aria-pressed", "true")
    run(desk, "lab.edit(lab.interventions[0].id, strength=3)")
    leave(desk)
    desk.select("mlp.0")
    expect(button).to_have_attribute("aria-pressed", "true")
    desk.press("s")
    desk.wait_for_states("mlp.0")
    expect(button).to_have_attribute("aria-pressed", "false")
