"""Every number equals that of plain TransformerLens hooks on a plain second model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

Hooks = list[tuple[str, Callable[..., torch.Tensor]]]
CLOSE = {"atol": 1e-5, "rtol": 1e-5}


def zero(axis: int | None = None, index: int | None = None, positions: list[int] | None = None) -> Any:
    def hook(value: torch.Tensor, hook: Any) -> torch.Tensor:
        out = value.clone()
        part = out if axis is None else out.select(axis, index)
        if positions is None:
            part[...] = 0
        else:
            part[:, positions] = 0
        return out

    return hook


def hooked(twin: Any, tokens: torch.Tensor, hooks: Hooks) -> torch.Tensor:
    with torch.no_grad():
        return twin.run_with_hooks(tokens, fwd_hooks=hooks)[0]


def cached(twin: Any, tokens: torch.Tensor, hooks: Hooks | None = None) -> Any:
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks or []):
        return twin.run_with_cache(tokens)[1]


TARGETS: dict[str, tuple[str, Any]] = {
    "L1H2": ("blocks.1.attn.hook_z", zero(2, 2)),
    "0.3": ("blocks.0.attn.hook_z", zero(2, 3)),
    "L0H1.pattern": ("blocks.0.attn.hook_pattern", zero(1, 1)),
    "L0H1.q": ("blocks.0.attn.hook_q", zero(2, 1)),
    "attn.1": ("blocks.1.hook_attn_out", zero()),
    "mlp.0": ("blocks.0.hook_mlp_out", zero()),
    "mlp.1.n7": ("blocks.1.mlp.hook_post", zero(2, 7)),
    "resid_post.0": ("blocks.0.hook_resid_post", zero()),
    "embed": ("hook_embed", zero()),
    "pos_embed": ("hook_pos_embed", zero()),
    "blocks.1.attn.hook_v": ("blocks.1.attn.hook_v", zero()),
}


@pytest.mark.parametrize("target", TARGETS)
def test_ablation_equals_a_plain_hook(lab: Any, shape: Any, target: str) -> None:
    name, hook = TARGETS[target]
    twin = shape.twin()
    if (target.startswith("mlp") and not shape.has_mlp) or (
        target == "pos_embed" and shape.name in ("llama", "neox")
    ):
        with pytest.raises(Exception, match="no target named"):
            lab.ablate(target)
        return
    lab.ablate(target)
    expected = hooked(twin, shape.tokens(twin), [(name, hook)])
    torch.testing.assert_close(lab.run().logits, expected, **CLOSE)
    torch.testing.assert_close(lab.model(shape.tokens(twin))[0].detach(), expected, **CLOSE)
    assert not torch.allclose(expected, lab.run("plain").logits, atol=1e-3)
    (each,) = lab.interventions
    assert (each.status.state, each.status.fired.page) == ("active", 1)


def test_ablation_at_positions_equals_a_plain_hook(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    lab.ablate("L0H2", positions=[1, -1])
    last = shape.tokens(twin).shape[1] - 1
    hook = zero(2, 2, [1, last])
    expected = hooked(twin, shape.tokens(twin), [("blocks.0.attn.hook_z", hook)])
    torch.testing.assert_close(lab.run().logits, expected, **CLOSE)
    (each,) = lab.interventions
    assert [position.index for position in each.positions] == [1, last]
    assert each.positions[0].token == lab.run().tokens[1]


def test_a_group_of_heads_is_ablated_by_one_record(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    lab.ablate("L0H*")
    (each,) = lab.interventions
    assert each.targets == [f"L0H{head}" for head in range(shape.n_heads)]
    expected = hooked(twin, shape.tokens(twin), [("blocks.0.attn.hook_z", zero())])
    torch.testing.assert_close(lab.run().logits, expected, **CLOSE)


def test_a_key_value_group_is_a_target_of_its_own(shape_of: Any) -> None:
    import trafolab

    shape = shape_of("llama")
    twin, lab = shape.twin(), trafolab.open(shape.source)
    lab.prompt(shape.clean)
    lab.ablate("L1KV1")
    expected = hooked(twin, shape.tokens(twin), [("blocks.1.attn.hook_v", zero(2, 1))])
    torch.testing.assert_close(lab.run().logits, expected, **CLOSE)
    with pytest.raises(trafolab.LabError, match=r"whole group, L1KV1\.k"):
        lab.ablate("L1H2.k")


@pytest.mark.parametrize("what", ["pattern", "z"])
def test_freezing_equals_writing_the_stored_values_back(lab: Any, shape: Any, what: str) -> None:
    twin = shape.twin()
    before = cached(twin, shape.tokens(twin))[f"blocks.1.attn.hook_{what}"]
    axis = 1 if what == "pattern" else 2

    def write(value: torch.Tensor, hook: Any) -> torch.Tensor:
        out = value.clone()
        out.select(axis, 2)[...] = before.select(axis, 2)
        return out

    lab.freeze("L1H2", what=what)
    lab.ablate("attn.0")
    hooks = [("blocks.0.hook_attn_out", zero()), (f"blocks.1.attn.hook_{what}", write)]
    expected = hooked(twin, shape.tokens(twin), hooks)
    without = hooked(twin, shape.tokens(twin), hooks[:1])
    torch.testing.assert_close(lab.run().logits, expected, **CLOSE)
    torch.testing.assert_close(lab.model(shape.tokens(twin))[0].detach(), expected, **CLOSE)
    assert not torch.allclose(expected, without, atol=1e-4)


def test_a_frozen_layer_keeps_all_of_its_patterns(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    before = cached(twin, shape.tokens(twin))["blocks.1.attn.hook_pattern"]
    lab.freeze("attn.1")
    lab.ablate("attn.0")
    pattern = lab.run()["blocks.1.attn.hook_pattern"]
    torch.testing.assert_close(pattern, before[0], atol=0, rtol=0)


def test_the_same_prompt_of_other_tokens_obeys_the_frozen_pattern(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    held = cached(twin, gpt2.tokens(twin))["blocks.1.attn.hook_pattern"][0, 1]
    gpt2_lab.freeze("L1H1")
    gpt2_lab.prompt(gpt2.clean.replace("Alex", "Mary"))
    pattern = gpt2_lab.run()["blocks.1.attn.hook_pattern"]
    assert gpt2_lab.run().n_tokens == held.shape[0]
    torch.testing.assert_close(pattern[1], held, atol=0, rtol=0)
    assert not torch.allclose(gpt2_lab.run("plain")["blocks.1.attn.hook_pattern"][1], held, atol=1e-3)


def test_a_prompt_of_another_length_makes_the_freeze_inactive(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L1H1")
    gpt2_lab.prompt("Her name was Alex")
    (each,) = gpt2_lab.interventions
    assert each.status.state == "inactive"
    assert each.status.reason == "It holds values of 12 tokens, and the prompt has 5 tokens."
    torch.testing.assert_close(gpt2_lab.run().logits, gpt2_lab.run("plain").logits, atol=0, rtol=0)


def test_the_later_of_two_interventions_at_one_place_wins(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    plain = gpt2_lab.run("plain").logits
    gpt2_lab.ablate("L1H2")
    gpt2_lab.freeze("L1H2", what="z")
    torch.testing.assert_close(gpt2_lab.run().logits, plain, **CLOSE)
    gpt2_lab.clear()
    gpt2_lab.freeze("L1H2", what="z")
    gpt2_lab.ablate("L1H2")
    expected = hooked(twin, gpt2.tokens(twin), [("blocks.1.attn.hook_z", zero(2, 2))])
    torch.testing.assert_close(gpt2_lab.run().logits, expected, **CLOSE)


def test_delta_norm_is_the_norm_of_what_was_removed(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    z = cached(twin, shape.tokens(twin))["blocks.1.attn.hook_z"][0, :, 2]
    lab.ablate("L1H2")
    (each,) = lab.interventions
    assert each.status.delta_norm == pytest.approx(float(z.norm()), rel=1e-5)


def test_runs_give_activations_of_plain_and_of_counterfactual_prompts(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    lab.ablate("attn.0")
    for name, prompt in (("plain", shape.clean), ("corrupt", shape.corrupt)):
        hooks = [] if name == "plain" else [("blocks.0.hook_attn_out", zero())]
        cache = cached(twin, shape.tokens(twin, prompt), hooks)
        run = lab.run(name)
        for hook in ("blocks.1.hook_resid_pre", "blocks.1.attn.hook_q", "blocks.0.attn.hook_pattern"):
            torch.testing.assert_close(run[hook], cache[hook][0], **CLOSE)
    plain = lab.run("corrupt", interventions="plain").logits
    torch.testing.assert_close(plain, hooked(twin, shape.tokens(twin, shape.corrupt), []), **CLOSE)


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox"])
def test_folded_models_are_ablated_in_their_own_coordinates(shape_of: Any, name: str) -> None:
    import trafolab

    shape = shape_of(name)
    twin = shape.twin()
    twin.enable_compatibility_mode(disable_warnings=True)
    lab = trafolab.open(shape.source, folded=True)
    lab.prompt(shape.clean)
    lab.ablate("L1H2")
    expected = hooked(twin, shape.tokens(twin), [("blocks.1.attn.hook_z", zero(2, 2))])
    torch.testing.assert_close(lab.run().logits, expected, atol=1e-4, rtol=1e-4)
    assert lab.state.model.mode == "folded"
    assert "unembedding centred" in lab.state.model.folded
