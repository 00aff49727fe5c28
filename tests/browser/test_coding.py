"""What a cell does to the model is on the map, and what was clicked is in the cell's numbers."""

from __future__ import annotations

from playwright.sync_api import expect

from tests import reference
from tests.browser.bench import PROMPT, SOON_MS, Workbench, text

SETTLED = 1e-4


def test_a_weight_zeroed_through_data_is_shown_at_its_layer(bench: Workbench) -> None:
    bench.cell("model.blocks[1].attn.W_O.data.zero_()")
    bench.page.wait_for_function(
        '() => [...document.querySelectorAll(\'[data-component="attn.1"], [data-component^="L1H"]\')]'
        ".some(e => e.dataset.state.split(' ').includes('weights-changed'))",
        timeout=SOON_MS,
    )
    bench.settle(bench.plain, SETTLED)


def test_a_hook_added_by_a_cell_is_shown_and_leaves_again(bench: Workbench) -> None:
    bench.cell("model.add_hook('blocks.1.mlp.hook_post', lambda x, hook: x * 0.5)")
    bench.wait_for_state("mlp.1", "hooked")
    bench.cell("model.reset_hooks()")
    bench.wait_for_state("mlp.1", "hooked", present=False)


def test_an_ablation_by_code_is_shown(bench: Workbench) -> None:
    bench.cell("lab.ablate('L1H3')")
    bench.wait_for_state("L1H3", "ablated")
    expected = reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(1, 3)]))
    bench.settle(expected, SETTLED)


def test_a_new_model_bound_to_the_name_is_adopted(bench: Workbench) -> None:
    bench.cell(
        "from transformer_lens import TransformerBridgeConfig\n"
        "from transformer_lens.model_bridge import TransformerBridge\n"
        "model = TransformerBridge.boot_native(TransformerBridgeConfig(d_model=32, d_head=8, n_layers=3,"
        " n_ctx=32, n_heads=4, d_vocab=50, attn_only=True, act_fn=None, normalization_type=None))"
    )
    bench.page.wait_for_selector('[data-component="L2H3"]', timeout=SOON_MS)
    expect(bench.page.locator('[data-component^="mlp."]')).to_have_count(0)


def test_a_plain_call_of_the_model_obeys_what_was_clicked(bench: Workbench) -> None:
    bench.select("L0H4")
    bench.press("a")
    printed = text(bench.cell(f"print(float(model({PROMPT!r})[0, -1].sum().detach()))"))
    expected = float(reference.logits("trafo-2l", PROMPT, reference.zero_heads([(0, 4)]))[-1].sum())
    assert abs(float(printed) - expected) < 1e-2


def test_the_same_cell_twice_leaves_the_state_of_once(bench: Workbench) -> None:
    code = "lab.ablate('L0H1'); lab.freeze('L1H2', what='pattern'); [i.id for i in lab.interventions]"
    first, second = text(bench.cell(code)), text(bench.cell(code))
    assert first == second
    assert len(eval(first)) == 2
