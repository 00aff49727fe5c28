"""Interventions by hand, by mouse and by keyboard alone, compared with plain hooks on a plain model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch
from playwright.sync_api import Locator, expect

from tests import reference
from tests.browser.bench import PROMPT, SOON_MS, Workbench, text
from tests.browser.test_accessibility import findings

CORRUPT = PROMPT.replace("Hart", "Carroll")
CLOSE = 1e-3
HART, LAST = 5, 11
Change = Callable[[torch.Tensor], torch.Tensor]


@pytest.fixture
def desk(bench: Workbench) -> Iterator[Workbench]:
    """The tab with a counterfactual, a direction, and nothing brushed or selected."""
    run(bench, f"lab.prompt({PROMPT!r}, corrupt={CORRUPT!r})")
    run(bench, "lab.direction('surname', tokens={' Hart': 1, ' Carroll': -1})")
    leave(bench)
    yield bench
    leave(bench)


def leave(bench: Workbench) -> None:
    """Out of the notebook, of menus, of brush and selection."""
    for _ in range(3):
        bench.page.evaluate("() => document.activeElement.blur()")
        bench.page.keyboard.press("Escape")


def run(bench: Workbench, code: str) -> None:
    outputs = bench.cell(f"{code}; 'done'")
    assert text(outputs) == "'done'", outputs


def told(bench: Workbench, expression: str) -> str:
    """What a cell answers."""
    return text(bench.cell(f"print({expression})"))


def settle(bench: Workbench, expected: float) -> None:
    """Until the page's number is the expected one."""
    bench.page.wait_for_function(
        "([wanted, close]) => Math.abs(Number(document.querySelector('[data-testid=metric]').dataset.value)"
        " - wanted) < close",
        arg=[expected, CLOSE],
        timeout=SOON_MS,
    )


def hooked(name: str, change: Change) -> list[reference.Hook]:
    def hook(value: torch.Tensor, hook: object) -> torch.Tensor:
        return change(value.clone())

    return [(name, hook)]


def expected(name: str, change: Change) -> float:
    return reference.automatic_metric("trafo-2l", PROMPT, hooked(name, change))


def value_of(prompt: str, name: str) -> torch.Tensor:
    """[pos, …] of a plain run."""
    model = reference.bridge("trafo-2l")
    with torch.no_grad():
        _, cache = model.run_with_cache(model.to_tokens(prompt), names_filter=name)
    return cache[name][0]


def mean_head(head: int, positions: list[int]) -> Change:
    """A head's ``z`` at positions, replaced by its mean over all tokens but BOS."""
    mean = value_of(PROMPT, "blocks.0.attn.hook_z")[1:, head].mean(0)

    def change(z: torch.Tensor) -> torch.Tensor:
        z[:, positions, head] = mean
        return z

    return change


def clean_token(bench: Workbench, index: int) -> Locator:
    return bench.page.locator(f'[data-prompt="clean"] [data-index="{index}"]')


def corrupt_token(bench: Workbench, index: int) -> Locator:
    return bench.page.locator(f'[data-prompt="corrupt"] [data-index="{index}"]')


def test_two_brushed_tokens_are_ablated_by_mean_from_the_context_menu(desk: Workbench) -> None:
    clean_token(desk, HART).click(modifiers=["Control"])
    clean_token(desk, LAST).click(modifiers=["Control"])
    expect(desk.page.get_by_role("button", name="acts at 2 tokens")).to_be_visible()
    desk.component("L0H3").click(button="right")
    desk.page.get_by_role("menuitem", name="Ablate").hover()
    desk.page.get_by_role("menuitemcheckbox", name="mean over the clean prompt").click()
    desk.wait_for_state("L0H3", "ablated")
    settle(desk, expected("blocks.0.attn.hook_z", mean_head(3, [HART, LAST])))
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
    expect(page.get_by_role("menuitem", name="Ablate")).to_be_visible()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        page.wait_for_timeout(150)
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    desk.wait_for_state("L0H4", "ablated")
    settle(desk, expected("blocks.0.attn.hook_z", mean_head(4, [9, 10])))
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


def scaled(factor: float) -> float:
    return expected("blocks.0.hook_mlp_out", lambda value: value * factor)


def test_the_slider_scales_live_and_one_undo_takes_back_the_drag(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("m")
    slider = desk.page.get_by_role("slider", name="factor")
    expect(slider).to_be_focused()
    settle(desk, scaled(0.5))
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    desk.page.mouse.move(box["x"] + box["width"] / 2, y)
    desk.page.mouse.down()
    for step in range(12):
        desk.page.mouse.move(box["x"] + box["width"] * (0.5 + step / 40), y)
    desk.page.mouse.up()
    factor = float(desk.page.get_by_role("spinbutton", name="factor").input_value())
    assert factor > 1
    settle(desk, scaled(factor))
    desk.page.keyboard.press("Escape")
    expect(desk.component("mlp.0")).to_be_focused()
    assert float(told(desk, "lab.interventions[0].operation.factor")) == factor
    desk.component("mlp.0").focus()
    desk.press("z")
    settle(desk, scaled(0.5))
    assert told(desk, "len(lab.interventions)") == "1"


def test_the_slider_by_keyboard(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("m")
    slider = desk.page.get_by_role("slider", name="factor")
    expect(slider).to_be_focused()
    for _ in range(4):
        desk.page.keyboard.press("ArrowLeft")
    settle(desk, scaled(0.3))
    desk.page.get_by_role("spinbutton", name="factor").fill("-1.5")
    settle(desk, scaled(-1.5))


def test_the_order_is_changed_by_keyboard_and_by_drag(desk: Workbench) -> None:
    run(desk, "lab.scale('mlp.0', 0); lab.steer('mlp.0', 'surname', scale=3)")
    unembed = reference.bridge("trafo-2l").W_U
    words = reference.bridge("trafo-2l").tokenizer
    hart, carroll = (words.encode(name, add_special_tokens=False)[0] for name in (" Hart", " Carroll"))
    direction = (unembed[:, hart] - unembed[:, carroll]).detach()
    steered = expected("blocks.0.hook_mlp_out", lambda value: value * 0 + 3 * direction)
    settle(desk, steered)
    rows = desk.page.locator(".rows.interventions > .row")
    grip = desk.page.get_by_role("button", name='Move lab.scale("mlp.0", 0)')
    grip.focus()
    desk.press("Alt+ArrowDown")
    settle(desk, scaled(0))
    expect(rows.last).to_contain_text("scale × 0.00")
    expect(grip).to_be_focused()
    desk.press("Alt+ArrowUp")
    settle(desk, steered)
    first, last = rows.first.bounding_box(), rows.last.bounding_box()
    assert first is not None
    assert last is not None
    grip.hover()
    desk.page.mouse.down()
    desk.page.mouse.move(first["x"] + 8, last["y"] + last["height"] - 4, steps=5)
    desk.page.mouse.up()
    settle(desk, scaled(0))
    assert told(desk, "[each.operation.op for each in lab.interventions]") == "['steer', 'scale']"


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
    box = desk.component("mlp.0").bounding_box()
    assert box is not None
    carry(desk, HART, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desk.page.locator(".carried")).to_have_text("patch mlp.0 · ‹·Carroll› from corrupt")
    desk.page.mouse.up()
    desk.wait_for_state("mlp.0", "patched")
    settle(desk, patched("blocks.0.hook_mlp_out"))
    expect(desk.component("mlp.0")).to_have_attribute("aria-pressed", "true")
    code = 'lab.patch("mlp.0", positions=[5], source="corrupt")'
    assert told(desk, "lab.interventions[0].code") == code


def test_dropped_on_its_own_token_it_patches_the_stream_and_nowhere_else(desk: Workbench) -> None:
    for index, done in ((4, False), (HART, True)):
        box = clean_token(desk, index).bounding_box()
        assert box is not None
        carry(desk, HART, box["x"] + 12, box["y"] + 12)
        expect(desk.page.locator(".carried")).to_contain_text("resid_pre.0")
        desk.page.mouse.up()
        if done:
            desk.wait_for_state("resid_pre.0", "patched")
        else:
            expect(desk.page.get_by_text("A patch takes the same position").first).to_be_visible()
            assert desk.states("resid_pre.0") == set()
            desk.page.keyboard.press("Escape")
    assert told(desk, "len(lab.interventions)") == "1"


def test_the_patch_by_keyboard_alone(desk: Workbench) -> None:
    desk.select("mlp.0")
    corrupt_token(desk, 0).focus()
    for _ in range(HART):
        desk.page.keyboard.press("ArrowRight")
    expect(corrupt_token(desk, HART)).to_be_focused()
    desk.press("p")
    settle(desk, patched("blocks.0.hook_mlp_out"))


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

    settle(desk, expected("blocks.1.attn.hook_attn_scores", cut))
    assert told(desk, "lab.interventions[0].code") == 'lab.knockout("L1H6", src=[5])'


def test_steering_by_key_uses_a_direction_that_there_is(desk: Workbench) -> None:
    desk.select("mlp.0")
    desk.press("s")
    assert desk.states("mlp.0") == {"steered"}
    assert told(desk, "lab.interventions[0].code") == 'lab.steer("mlp.0", "surname", scale=1)'


def test_what_an_intervention_does_is_changed_in_its_place(desk: Workbench) -> None:
    run(desk, "lab.ablate('L0H3', positions=[5, 11]); lab.ablate('L0H5')")
    desk.page.locator(".rows.interventions .row-words").first.click()
    desk.page.get_by_role("button", name="mean", exact=True).click()
    settle(
        desk,
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
    settle(desk, reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(0, 5)])))
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


def opened(bench: Workbench, what: str) -> None:
    bench.select("mlp.0")
    if what == "editor":
        run(bench, "lab.steer('mlp.0', 'surname', positions=[5])")
        bench.page.locator(".rows.interventions .row-words").click()
    elif what == "slider":
        bench.press("m")
    else:
        bench.component("L0H3").click(button="right")
        bench.page.get_by_role("menuitem", name="Ablate").hover()


@pytest.mark.parametrize("what", ["menu", "slider", "editor"])
def test_axe_finds_nothing_serious_in_what_opens(desk: Workbench, what: str) -> None:
    clean_token(desk, HART).click(modifiers=["Control"])
    opened(desk, what)
    desk.page.wait_for_timeout(500)
    assert findings(desk) == []
