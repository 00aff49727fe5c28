"""Interventions on the person's own model: whatever they run obeys, and nothing stays behind."""

from __future__ import annotations

import copy
import threading
from typing import Any

import pytest
import torch

from tests.unit.trafolab.interventions.hooks import CLOSE, hooks_on, zero_head


def test_nothing_is_installed_where_nothing_is_active(gpt2_lab: Any) -> None:
    assert hooks_on(gpt2_lab.model) == 0
    gpt2_lab.ablate("L1H2")
    assert hooks_on(gpt2_lab.model) == 3
    gpt2_lab.clear()
    assert hooks_on(gpt2_lab.model) == 0


def test_every_way_to_run_the_model_obeys(gpt2_lab: Any, gpt2: Any, ablated: torch.Tensor) -> None:
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    with torch.no_grad():
        torch.testing.assert_close(model(gpt2.clean), ablated, **CLOSE)
        logits, cache = model.run_with_cache(ids)
        torch.testing.assert_close(logits, ablated, **CLOSE)
        assert cache["blocks.1.attn.hook_z"][:, :, 2].abs().max() == 0
        seen: list[torch.Tensor] = []
        watch = [("blocks.1.attn.hook_z", lambda z, hook: seen.append(z[:, :, 2].abs().max()))]
        torch.testing.assert_close(model.run_with_hooks(ids, fwd_hooks=watch), ablated, **CLOSE)
        assert [float(value) for value in seen] == [0.0]
        torch.testing.assert_close(model.original_model(ids).logits, ablated, **CLOSE)


def test_plain_lifts_them_for_this_thread_only(gpt2_lab: Any, gpt2: Any, ablated: torch.Tensor) -> None:
    model, twin = gpt2_lab.model, gpt2.twin()
    ids = gpt2.tokens(model)
    found: list[torch.Tensor] = []

    def elsewhere() -> None:
        with torch.no_grad():
            found.append(model(ids))

    with torch.no_grad(), gpt2_lab.plain():
        torch.testing.assert_close(model(ids), twin(ids), **CLOSE)
        torch.testing.assert_close(gpt2_lab.run().logits, twin(ids)[0], **CLOSE)
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    torch.testing.assert_close(found[0], ablated, **CLOSE)


def test_reset_hooks_clears_the_persons_and_keeps_ours(
    gpt2_lab: Any, gpt2: Any, ablated: torch.Tensor
) -> None:
    model = gpt2_lab.model
    model.add_hook("blocks.0.hook_mlp_out", lambda value, hook: value * 0)
    model.reset_hooks()
    with torch.no_grad():
        torch.testing.assert_close(model(gpt2.tokens(model)), ablated, **CLOSE)
    assert gpt2_lab.refresh_hooks() == []
    assert len(gpt2_lab.interventions) == 1


def test_reset_hooks_with_permanent_ones_releases_them_and_says_so(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L1H2")
    gpt2_lab.model.reset_hooks(including_permanent=True)
    gpt2_lab.refresh_hooks()
    assert list(gpt2_lab.interventions) == []
    assert gpt2_lab.state.history[-1].label == "reset_hooks released 1 intervention"
    assert hooks_on(gpt2_lab.model) == 0
    gpt2_lab.undo()
    (back,) = gpt2_lab.interventions
    assert (back.targets, back.status.state) == (["L1H2"], "active")
    assert hooks_on(gpt2_lab.model) == 3


def test_the_persons_hooks_see_the_intervened_value(gpt2_lab: Any, gpt2: Any) -> None:
    seen: list[float] = []
    model = gpt2_lab.model
    model.add_hook("blocks.1.attn.hook_z", lambda z, hook: seen.append(z[:, :, 2].abs().max().item()))
    gpt2_lab.ablate("L1H2")
    model(gpt2.tokens(model))
    assert seen == [0.0]


def test_a_batch_with_padding_counts_positions_from_the_first_real_token(gpt2_lab: Any, gpt2: Any) -> None:
    model, twin = gpt2_lab.model, gpt2.twin()
    prompts = [gpt2.clean, "Her name was Alex"]
    gpt2_lab.ablate("L0H2", positions=[1])
    tokens = twin.to_tokens(prompts, padding_side="left")
    starts = [0, tokens.shape[1] - twin.to_tokens(prompts[1]).shape[1]]

    def zero(z: torch.Tensor, hook: Any) -> torch.Tensor:
        out = z.clone()
        for row, start in enumerate(starts):
            out[row, start + 1, 2] = 0
        return out

    with torch.no_grad():
        expected = twin.run_with_hooks(
            prompts, fwd_hooks=[("blocks.0.attn.hook_z", zero)], padding_side="left"
        )
        torch.testing.assert_close(model(prompts, padding_side="left"), expected, **CLOSE)


def test_every_row_of_a_batch_obeys(gpt2_lab: Any, gpt2: Any, ablated: torch.Tensor) -> None:
    model = gpt2_lab.model
    with torch.no_grad():
        logits = model(gpt2.tokens(model).repeat(3, 1))
    torch.testing.assert_close(logits, ablated.repeat(3, 1, 1), **CLOSE)


def test_generation_obeys_with_and_without_a_cache(gpt2_lab: Any, gpt2: Any) -> None:
    model, twin = gpt2_lab.model, gpt2.twin()
    options = {"max_new_tokens": 6, "do_sample": False, "verbose": False, "return_type": "tokens"}
    ids = gpt2.tokens(model)
    plain = model.generate(ids, **options)
    gpt2_lab.ablate("attn.1")
    with twin.hooks(fwd_hooks=[("blocks.1.hook_attn_out", lambda value, hook: value * 0)]):
        expected = twin.generate(ids, **options)
    assert not torch.equal(expected, plain)
    for cache in (True, False):
        assert torch.equal(model.generate(ids, use_past_kv_cache=cache, **options), expected)


def test_positions_in_generation_are_absolute(gpt2_lab: Any, gpt2: Any) -> None:
    """Position 13 is the second new token's: with a cache it is alone in its step."""
    model, twin = gpt2_lab.model, gpt2.twin()
    ids = gpt2.tokens(model)
    longer = torch.cat([ids, ids[:, 1:5]], dim=1)
    gpt2_lab.prompt(longer)
    gpt2_lab.ablate("resid_post.0", positions=[13])

    def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
        out = value.clone()
        out[:, 13] = 0
        return out

    with torch.no_grad():
        expected = twin.run_with_hooks(longer, fwd_hooks=[("blocks.0.hook_resid_post", zero)])
        first, cache = model(longer[:, :12], return_type="logits_and_cache", use_cache=True)
        rest = [first]
        for index in range(12, longer.shape[1]):
            step, cache = model(
                longer[:, index : index + 1], return_type="logits_and_cache", past_key_values=cache
            )
            rest.append(step)
    torch.testing.assert_close(torch.cat(rest, dim=1), expected, atol=1e-4, rtol=1e-4)


def test_a_frozen_pattern_never_applies_to_new_queries(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2_lab.model
    gpt2_lab.freeze("attn.0")
    (each,) = gpt2_lab.interventions
    model.generate(gpt2.tokens(model), max_new_tokens=4, do_sample=False, verbose=False)
    assert gpt2_lab.interventions[0].status.fired.cell == 1
    assert each.status.fired.cell is None


def test_firing_counts_the_page_and_the_cell_apart(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate(["L0H0", "L0H1"])
    gpt2_lab.model(gpt2.tokens(gpt2_lab.model))
    (each,) = gpt2_lab.interventions
    assert (each.status.fired.page, each.status.fired.cell) == (2, 2)


def test_a_change_during_a_forward_pass_waits_for_the_next(gpt2_lab: Any, gpt2: Any) -> None:
    """A click comes while the model is between the layers: the pass under way shows none of it."""
    model, twin = gpt2_lab.model, gpt2.twin()
    ids = gpt2.tokens(model)
    gpt2_lab.ablate("L0H0")

    def click(value: torch.Tensor, hook: Any) -> None:
        thread = threading.Thread(target=lambda: (gpt2_lab.clear(), gpt2_lab.ablate("L1H2")))
        thread.start()
        thread.join()

    def zero_first(value: torch.Tensor, hook: Any) -> torch.Tensor:
        out = value.clone()
        out[:, :, 0] = 0
        return out

    with torch.no_grad():
        old = twin.run_with_hooks(ids, fwd_hooks=[("blocks.0.attn.hook_z", zero_first)])
        new = twin.run_with_hooks(ids, fwd_hooks=[("blocks.1.attn.hook_z", zero_head)])
        during = model.run_with_hooks(ids, fwd_hooks=[("blocks.0.hook_resid_pre", click)])
        torch.testing.assert_close(during, old, **CLOSE)
        torch.testing.assert_close(model(ids), new, **CLOSE)
    gpt2_lab.clear()
    assert hooks_on(model) == 0


def test_a_pass_begins_as_the_last_intervention_goes(gpt2_lab: Any, gpt2: Any) -> None:
    """torch has read the hooks before the model when another one of them undoes the intervention."""
    tokens = gpt2.tokens(gpt2_lab.model)
    plain = gpt2_lab.model(tokens)
    gpt2_lab.ablate("L0H1")

    def undo(module: Any, args: Any) -> None:
        handle.remove()
        gpt2_lab.undo()

    handle = gpt2_lab.model.original_model.register_forward_pre_hook(undo, prepend=True)
    assert gpt2_lab.model(tokens).equal(plain)


def test_a_failing_forward_pass_leaves_nothing_behind(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2_lab.model
    gpt2_lab.ablate("L1H2")

    def fail(value: torch.Tensor, hook: Any) -> None:
        raise ValueError("from a person's hook")

    with pytest.raises(ValueError, match="from a person's hook"):
        model.run_with_hooks(gpt2.tokens(model), fwd_hooks=[("blocks.0.hook_resid_pre", fail)])
    gpt2_lab.clear()
    assert hooks_on(model) == 0


def test_gradients_flow_through_an_intervened_model(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2_lab.model
    gpt2_lab.ablate("L1H2")
    model(gpt2.tokens(model))[0, -1, 0].backward()
    weight = dict(model.named_parameters())[
        "transformer.h.1._original_component.attn.o._original_component.weight"
    ]
    assert weight.grad is not None
    assert weight.grad[16:24].abs().max() == 0
    assert weight.grad[:16].abs().max() > 0
    model.zero_grad()


def test_a_persons_copy_of_the_model_is_plain(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L1H2")
    mine, twin = copy.deepcopy(gpt2_lab.model), gpt2.twin()
    with torch.no_grad():
        torch.testing.assert_close(mine(gpt2.tokens(twin)), twin(gpt2.tokens(twin)), **CLOSE)
