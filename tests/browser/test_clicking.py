"""What a person does on the map, compared with plain hooks on a plain model."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench, text

HEADS = random.Random(3).sample([(layer, head) for layer in range(2) for head in range(8)], 4)
SETTLED = 1e-4


def test_the_map_shows_the_embedded_model_as_it_is(bench: Workbench) -> None:
    for layer in range(2):
        for head in range(8):
            expect(bench.component(f"L{layer}H{head}")).to_be_visible()
        expect(bench.component(f"mlp.{layer}")).to_be_visible()
    for name in ("embed", "pos_embed", "ln1.0", "ln2.1", "ln_final", "unembed"):
        expect(bench.component(name)).to_be_visible()
    bench.settle(reference.automatic_metric("trafo-2l", PROMPT), SETTLED)
    assert bench.plain == bench.value


@pytest.mark.parametrize(("layer", "head"), HEADS)
def test_ablating_by_key_equals_plain_hooks(bench: Workbench, layer: int, head: int) -> None:
    name, before = f"L{layer}H{head}", bench.metric.get_attribute("data-value") or ""
    bench.select(name)
    bench.press("a")
    expected = reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(layer, head)]))
    bench.settle(expected, SETTLED)
    bench.wait_for_states(name, "ablated")
    bench.press("z")
    expect(bench.metric).to_have_attribute("data-value", before)
    bench.wait_for_states(name)
    bench.press("Shift+Z")
    bench.settle(expected, SETTLED)


def test_the_buttons_of_the_inspector_stay_under_the_pointer(bench: Workbench) -> None:
    bench.select("L0H4")
    button = bench.page.locator(".action-bar").get_by_role("button", name="Freeze", exact=False).first
    box = bench.box_of(button)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    bench.page.mouse.click(x, y)
    bench.wait_for_state("L0H4", "frozen")
    row = bench.page.get_by_role("list", name="Interventions on L0H4")
    expect(row).to_contain_text("1×, |Δ|")
    switch = row.get_by_role("switch")
    before = bench.box_of(switch)
    switch.click()
    expect(row.get_by_text("switched off")).to_have_count(1)
    assert bench.box_of(switch) == before
    assert bench.box_of(button) == box
    bench.page.mouse.click(x, y)
    bench.wait_for_state("L0H4", "frozen", present=False)
    expect(row).to_have_count(0)
    assert text(bench.cell("print(lab.state.interventions)")) == "[]"


def test_predictions_stand_live_beside_plain(bench: Workbench) -> None:
    bench.select("L1H0")
    bench.press("a")
    plain = reference.logits("trafo-2l", PROMPT)[-1].softmax(-1)
    live = reference.logits("trafo-2l", PROMPT, reference.zero_heads([(1, 0)]))[-1].softmax(-1)
    tokenizer = reference.bridge("trafo-2l").tokenizer
    rows = bench.page.get_by_test_id("prediction")

    def shown() -> None:
        found = rows.evaluate_all("(all) => all.map(({ dataset }) => ({ ...dataset }))")
        assert len(found) >= 5
        for row in found:
            (token,) = tokenizer.encode(row["token"], add_special_tokens=False)
            assert abs(float(row["prob"]) - live[token]) < SETTLED
            assert abs(float(row["plainProb"]) - plain[token]) < SETTLED

    bench.come_true(shown)


def test_a_frozen_pattern_of_another_length_is_inactive_and_says_why(bench: Workbench) -> None:
    bench.select("L0H1")
    bench.press("f")
    bench.wait_for_states("L0H1", "frozen")
    bench.cell("lab.prompt('Her name was Sarah Carroll. Tomorrow at lunch time Sarah')")
    bench.wait_for_states("L0H1", "frozen")
    bench.cell("lab.prompt('Her name was Alex Hart. Alex')")
    bench.wait_for_state("L0H1", "inactive")
    reason = text(bench.cell("print(lab.interventions[0].status.reason)"))
    assert "12" in reason
    assert "8" in reason
    bench.cell(f"lab.prompt({PROMPT!r})")
    bench.wait_for_state("L0H1", "inactive", present=False)


def test_a_frozen_pattern_holds_under_another_prompt_of_the_same_length(bench: Workbench) -> None:
    other = "Her name was Sarah Carroll. Tomorrow at lunch time Mary"
    bench.select("L0H1")
    bench.press("f")
    bench.cell(f"lab.prompt({other!r})")
    model = reference.bridge("trafo-2l")
    name = "blocks.0.attn.hook_pattern"
    _, cache = model.run_with_cache(model.to_tokens(PROMPT), names_filter=name)

    def frozen(pattern, hook):  # noqa: ANN001, ANN202 - TransformerLens's own form of a hook
        pattern = pattern.clone()
        pattern[:, 1] = cache[name][0, 1]
        return pattern

    bench.settle(reference.automatic_metric("trafo-2l", other, [(name, frozen)]), SETTLED)


def test_several_heads_at_once(bench: Workbench) -> None:
    bench.select("L0H2")
    bench.component("L0H5").click(modifiers=["Shift"])
    bench.press("a")
    expected = reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(0, 2), (0, 5)]))
    bench.settle(expected, SETTLED)
    for name in ("L0H2", "L0H5"):
        bench.wait_for_states(name, "ablated")


def test_keys_pressed_without_a_pause_do_what_each_means(bench: Workbench) -> None:
    bench.select("L1H2")
    for keys, held in (
        ("aa", False),
        ("aaa", True),
        ("0", False),
        ("a0", False),
        ("ffa", True),
        ("az", True),
    ):
        with bench.acting(times=len(keys)):
            for key in keys:
                bench.page.keyboard.press(key)
        bench.select("L1H2")
        bench.wait_for_states("L1H2", *(["ablated"] if held else []))
