"""The shadow shares weights and nothing else, and keeps in step with what a person does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab.models.foreign import foreign_hooks
from trafolab_protocol.findings import Findings

from tests import models

CLOSE = {"atol": 1e-6, "rtol": 1e-6}


def agree(lab: Any, shape: Any) -> None:
    """Views and the person's own model give the same numbers, to the bit."""
    with torch.no_grad():
        mine = lab.model(shape.tokens(lab.model))[0]
    assert lab.run().logits.equal(mine)


def parameter(lab: Any, name: str) -> Any:
    return next(w for w in lab.weights() if w.name == name).tensor


def test_shadow_and_model_agree_to_the_bit(lab: Any, shape: Any) -> None:
    agree(lab, shape)


def test_an_edit_of_a_weight_is_seen_whichever_way_it_is_made(lab: Any, shape: Any) -> None:
    before = lab.run().logits
    weight = parameter(lab, "blocks.0.attn.o.weight")
    weight.data.mul_(0.5)
    agree(lab, shape)
    with torch.no_grad():
        weight.zero_()
    agree(lab, shape)
    weight.data = torch.ones_like(weight)
    agree(lab, shape)
    assert not torch.allclose(lab.run().logits, before, atol=1e-3)
    with torch.no_grad():
        weight.zero_()


def test_an_optimisers_step_is_seen(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2_lab.model
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    model(gpt2.tokens(model)).square().mean().backward()
    optimiser.step()
    agree(gpt2_lab, gpt2)


def test_a_replaced_parameter_and_a_replaced_module_are_seen(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2_lab.model
    before = gpt2_lab.run().logits
    owner = model.blocks[0].mlp.out.original_component
    owner.weight = torch.nn.Parameter(owner.weight.detach() * 2)
    agree(gpt2_lab, gpt2)
    model.ln_final.original_component.weight = torch.nn.Parameter(torch.ones(32))
    agree(gpt2_lab, gpt2)
    assert not torch.allclose(gpt2_lab.run().logits, before, atol=1e-3)


def test_a_persons_hooks_show_in_views_and_go_when_removed(lab: Any, shape: Any) -> None:
    before = lab.run().logits
    lab.model.add_hook("blocks.0.attn.hook_z", lambda z, hook: z * 0)
    agree(lab, shape)
    assert not torch.allclose(lab.run().logits, before, atol=1e-3)
    (found,) = lab.refresh_hooks()
    assert (found.component, found.hook, found.direction) == ("attn.0", "blocks.0.attn.hook_z", "fwd")
    assert "<lambda>" in found.name
    lab.model.reset_hooks()
    assert lab.refresh_hooks() == []
    assert lab.run().logits.equal(before)


def test_hooks_of_torch_itself_are_found_and_mirrored(gpt2_lab: Any, gpt2: Any) -> None:
    def double(module: Any, args: Any, output: Any) -> Any:
        return output * 2

    handle = gpt2_lab.model.blocks[1].mlp.register_forward_hook(double)
    agree(gpt2_lab, gpt2)
    (found,) = gpt2_lab.refresh_hooks()
    assert (found.component, found.name.split(".")[-1]) == ("mlp.1", "double")
    handle.remove()
    assert gpt2_lab.refresh_hooks() == []
    agree(gpt2_lab, gpt2)


def test_ours_and_temporary_hooks_are_not_foreign(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L1H2")
    found: list[Any] = []

    def look(value: torch.Tensor, hook: Any) -> None:
        found.extend(gpt2_lab.refresh_hooks())

    model = gpt2_lab.model
    model.run_with_hooks(gpt2.tokens(model), fwd_hooks=[("blocks.0.hook_resid_pre", look)])
    assert found == []


def test_a_persons_hook_does_not_fire_for_views_of_another_thread_in_their_model(gpt2_lab: Any) -> None:
    """A view runs on the shadow: the person's own model sees no forward pass of it."""
    passes: list[int] = []
    gpt2_lab.model.original_model.register_forward_hook(lambda *_: None)
    point = gpt2_lab.model.hook_dict["hook_embed"]
    point.register_forward_hook(lambda *_: passes.append(1))
    gpt2_lab.compute("patterns", {})
    assert passes == []


def test_a_failing_hook_of_a_person_is_told_and_not_fatal(gpt2_lab: Any) -> None:
    def fail(value: torch.Tensor, hook: Any) -> None:
        raise ValueError("mine")

    gpt2_lab.ablate("L1H2")
    gpt2_lab.model.add_hook("blocks.0.hook_resid_pre", fail)
    gpt2_lab.observe(
        gpt2_lab.state.findings.model_copy(update={"hooks": gpt2_lab.refresh_hooks()}), moved=False
    )
    (each,) = gpt2_lab.settle().interventions
    assert (each.status.state, "ValueError: mine" in each.status.reason) == ("error", True)
    gpt2_lab.model.reset_hooks()
    gpt2_lab.observe(Findings(), moved=False)
    assert gpt2_lab.settle().interventions[0].status.state == "active"


def test_a_flag_of_the_configuration_is_followed(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.model.set_use_attn_result(True)
    agree(gpt2_lab, gpt2)
    with torch.no_grad():
        cache = gpt2_lab.model.run_with_cache(gpt2.tokens(gpt2_lab.model))[1]
    result = gpt2_lab.run()["blocks.0.attn.hook_result"]
    torch.testing.assert_close(result, cache["blocks.0.attn.hook_result"][0], **CLOSE)


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox"])
def test_folded_models_have_shadows_too(shape_of: Any, name: str) -> None:
    import trafolab

    shape = shape_of(name)
    lab = trafolab.open(shape.source, folded=True)
    lab.prompt(shape.clean)
    agree(lab, shape)
    weight = next(w for w in lab.weights() if w.name == "blocks.0.attn.o.weight").tensor
    weight.data.zero_()
    agree(lab, shape)


def test_the_librarys_own_wiring_is_nobodys_hook_and_is_copied(tmp_path: Path) -> None:
    """OPT's MLP is two matrices without a module around them: TransformerLens fires its hooks from theirs."""
    lab = trafolab.open(str(models.opt(tmp_path / "opt")))
    lab.prompt([0, 7, 3, 9])
    assert foreign_hooks(lab.model) == []
    run = lab.run()
    _, cache = lab.model.run_with_cache(torch.tensor([[0, 7, 3, 9]]))
    name = "blocks.0.mlp.hook_out"
    assert torch.allclose(run[name], cache[name][0], atol=1e-6)
    seen: list[str] = []
    lab.model.add_hook(name, lambda value, hook: seen.append(hook.name))
    lab.run()
    assert seen == []


def test_forks_of_the_copy_are_its_own(gpt2_lab: Any) -> None:
    """A copy of a model that has run would fill the original's forks, and fire what hangs there."""
    model, seen = gpt2_lab.model, list[int]()
    model.set_use_hook_mlp_in(True)
    ids = torch.tensor([[0, 3, 7]])
    model(ids)
    model.add_hook("blocks.0.hook_mlp_in", lambda value, hook: seen.append(value.shape[1]))
    gpt2_lab.prompt([0, 5, 6, 7, 8])
    gpt2_lab.run()
    assert seen == []
    model(ids)
    assert seen == [3]
    before = gpt2_lab.run().logits
    model.add_hook("blocks.0.hook_mlp_in", lambda value, hook: 0 * value)
    assert not torch.allclose(gpt2_lab.run().logits, before, atol=1e-3)
