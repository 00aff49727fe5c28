"""Interventions that are there already: their numbers by the slider, their order, their settings in place."""

from __future__ import annotations

from playwright.sync_api import expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench
from tests.browser.desk import HART, LAST, run, told
from tests.browser.plain_model import expected, hooked, mean_head, scaled


def test_the_slider_scales_live_and_one_undo_takes_back_the_drag(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("m")
    slider = desk.page.get_by_role("slider", name="factor")
    expect(slider).to_be_focused()
    desk.settle(scaled(0.5))
    box = desk.box_of(slider)
    y = box["y"] + box["height"] / 2
    desk.page.mouse.move(box["x"] + box["width"] / 2, y)
    desk.page.mouse.down()
    for step in range(12):
        desk.page.mouse.move(box["x"] + box["width"] * (0.5 + step / 40), y)
    desk.page.mouse.up()
    factor = float(desk.page.get_by_role("spinbutton", name="factor").input_value())
    assert factor > 1
    desk.settle(scaled(factor))
    desk.page.keyboard.press("Escape")
    expect(desk.component("mlp.0")).to_be_focused()
    assert float(told(desk, "lab.interventions[0].operation.factor")) == factor
    desk.component("mlp.0").focus()
    desk.press("z")
    desk.settle(scaled(0.5))
    assert told(desk, "len(lab.interventions)") == "1"


def test_the_slider_by_keyboard(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("m")
    slider = desk.page.get_by_role("slider", name="factor")
    expect(slider).to_be_focused()
    for _ in range(4):
        desk.page.keyboard.press("ArrowLeft")
    desk.settle(scaled(0.3))
    desk.page.get_by_role("spinbutton", name="factor").fill("-1.5")
    desk.settle(scaled(-1.5))


def test_the_order_is_changed_by_keyboard_and_by_drag(desk: Workbench) -> None:
    run(desk, "lab.scale('mlp.0', 0); lab.steer('mlp.0', 'surname', scale=3)")
    unembed = reference.bridge("trafo-2l").W_U
    words = reference.bridge("trafo-2l").tokenizer
    hart, carroll = (words.encode(name, add_special_tokens=False)[0] for name in (" Hart", " Carroll"))
    direction = (unembed[:, hart] - unembed[:, carroll]).detach()
    steered = expected("blocks.0.hook_mlp_out", lambda value: value * 0 + 3 * direction)
    desk.settle(steered)
    rows = desk.page.locator(".rows.interventions > .row")
    grip = desk.page.get_by_role("button", name='Move lab.scale("mlp.0", 0)')
    grip.focus()
    desk.press("Alt+ArrowDown")
    desk.settle(scaled(0))
    expect(rows.last).to_contain_text("scale × 0.00")
    expect(grip).to_be_focused()
    desk.press("Alt+ArrowUp")
    desk.settle(steered)
    first, last = desk.box_of(rows.first), desk.box_of(rows.last)
    grip.hover()
    desk.page.mouse.down()
    desk.page.mouse.move(first["x"] + 8, last["y"] + last["height"] - 4, steps=5)
    desk.page.mouse.up()
    desk.settle(scaled(0))
    assert told(desk, "[each.operation.op for each in lab.interventions]") == "['steer', 'scale']"


def test_what_an_intervention_does_is_changed_in_its_place(desk: Workbench) -> None:
    run(desk, "lab.ablate('L0H3', positions=[5, 11]); lab.ablate('L0H5')")
    desk.page.locator(".rows.interventions .row-words").first.click()
    desk.page.get_by_role("button", name="mean", exact=True).click()
    desk.settle(
        reference.automatic_metric(
            "trafo-2l",
            PROMPT,
            [
                *hooked("blocks.0.attn.hook_z", mean_head(3, [HART, LAST])),
                *reference.zero_heads([(0, 5)]),
            ],
        ),
    )
    desk.page.get_by_role("button", name="11: take away").click()
    # Its id is another one now; the editor stays open on it.
    expect(desk.page.get_by_role("button", name="11: take away")).to_have_count(0)
    desk.page.get_by_role("dialog").get_by_role("button", name="all", exact=True).click()
    expect(desk.page.get_by_role("dialog")).to_contain_text('lab.ablate("L0H3", mode="mean")')
    # Over one prompt, the mean of each position is what it was.
    desk.page.get_by_role("button", name="one for each", exact=True).click()
    desk.settle(reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(0, 5)])))
    targets = "[(each.targets[0], each.operation.mode) for each in lab.interventions]"
    desk.page.keyboard.press("Escape")
    assert told(desk, targets) == "[('L0H3', 'mean'), ('L0H5', 'zero')]"


def test_draws_are_chosen_in_place(desk: Workbench) -> None:
    run(desk, "lab.reference('names', ['Her name was Ann Lee.', 'His name was Bob Hill.'])")
    run(desk, "lab.ablate('L0H3', mode='resample', source='names')")
    desk.page.locator(".rows.interventions .row-words").first.click()
    for field, value in (("seed", "3"), ("draws", "5")):
        desk.page.get_by_label(f"{field}, as a number").fill(value)
    code = 'lab.ablate("L0H3", mode="resample", draws=5, seed=3, source="names")'
    expect(desk.page.get_by_role("dialog")).to_contain_text(code)
    desk.page.keyboard.press("Escape")
    assert told(desk, "lab.interventions[0].code") == code
