"""Code of the model that a person replaces: views give the model's own numbers, and the map marks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch.nn.modules.module import register_module_forward_hook
from torch.nn.utils import parametrizations, prune
from trafolab import LabError
from trafolab.observe.observer import Observer


def pruned(model: Any) -> None:
    prune.random_unstructured(model.blocks[0].mlp.out.original_component, "weight", 0.5)


def old_weight_norm(model: Any) -> None:
    projection = model.blocks[0].mlp.out.original_component
    with pytest.warns(FutureWarning):
        torch.nn.utils.weight_norm(projection)
    projection.weight_g.data.mul_(2)


def parametrized(model: Any) -> None:
    projection = model.blocks[0].mlp.out.original_component
    parametrizations.weight_norm(projection)
    projection.parametrizations.weight.original0.data.mul_(2)


def shared_mlp(model: Any) -> None:
    model.blocks[1].mlp = model.blocks[0].mlp


def other_activation(model: Any) -> None:
    model.original_model.transformer.h[0].mlp.act = torch.nn.ReLU()


def identity(model: Any) -> None:
    model.original_model.transformer.h[1].mlp = torch.nn.Identity()


def doubled_forward(model: Any) -> None:
    inner = model.blocks[1].mlp.original_component
    old = inner.forward
    inner.forward = lambda *args, **kwargs: old(*args, **kwargs) * 2


replaced_before: Any = None


def forward_by_a_global_name(model: Any) -> None:
    global replaced_before
    inner = model.blocks[1].mlp.original_component
    replaced_before = inner.forward

    def halved(*args: Any, **kwargs: Any) -> Any:
        return replaced_before(*args, **kwargs) / 2

    inner.forward = halved


CASES: dict[str, tuple[Callable[[Any], None], tuple[str, str, str]]] = {
    "shared": (shared_mlp, ("mlp.1", "blocks.1.mlp", "mlp replaced by another MLPBridge")),
    "activation": (other_activation, ("mlp.0", "blocks.0.mlp.act", "act replaced by ReLU")),
    "identity": (identity, ("mlp.1", "blocks.1.mlp", "mlp replaced by Identity")),
    "pruned": (pruned, ("mlp.0", "blocks.0.mlp.c_proj", "weight computed from weight_orig")),
    "weight_norm": (
        old_weight_norm,
        ("mlp.0", "blocks.0.mlp.c_proj", "weight computed from weight_g, weight_v"),
    ),
    "parametrized": (parametrized, ("mlp.0", "blocks.0.mlp.c_proj", "weight parametrized")),
    "forward": (
        doubled_forward,
        ("mlp.1", "blocks.1.mlp", "forward replaced by doubled_forward.<locals>.<lambda>"),
    ),
    "global": (
        forward_by_a_global_name,
        ("mlp.1", "blocks.1.mlp", "forward replaced by forward_by_a_global_name.<locals>.halved"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_replaced_code_is_followed_and_marked(gpt2_lab: Any, gpt2: Any, case: str) -> None:
    change, mark = CASES[case]
    # Interventions act inside what is replaced, on the copy as on the model.
    gpt2_lab.ablate("mlp.1.n3", "L0H1")
    observer, before = Observer(gpt2_lab), gpt2_lab.run().logits
    change(gpt2_lab.model)
    found, moved = observer.look()
    assert moved
    assert [(hook.component, hook.hook, hook.name) for hook in found.hooks] == [mark]
    gpt2_lab.observe(found, moved=moved)
    assert f"{mark[1]}: {mark[2]}" in gpt2_lab.state.history[-1].label
    assert f"not rebuilt: your {mark[1]}: {mark[2]}" in gpt2_lab.code()
    with torch.no_grad():
        mine = gpt2_lab.model(gpt2.tokens(gpt2_lab.model))[0]
    assert gpt2_lab.run().logits.equal(mine)
    assert not torch.allclose(mine, before, atol=1e-3)
    assert observer.look() == (found, False)


def test_what_is_put_back_is_marked_no_more(gpt2_lab: Any) -> None:
    observer, mlp = Observer(gpt2_lab), gpt2_lab.model.original_model.transformer.h[0].mlp
    act, before = mlp.act, gpt2_lab.run().logits
    mlp.act = torch.nn.ReLU()
    gpt2_lab.observe(observer.look()[0], moved=True)
    mlp.act = act
    gpt2_lab.observe(observer.look()[0], moved=True)
    assert gpt2_lab.state.history[-1].label == "blocks.0.mlp.act: no longer act replaced by ReLU"
    assert gpt2_lab.run().logits.equal(before)


def test_a_removed_module_is_an_error_and_never_an_old_number(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H0")
    gpt2_lab.model.blocks[0].mlp = None
    found = gpt2_lab.refresh_hooks()
    assert [(hook.component, hook.name) for hook in found] == [("mlp.0", "mlp removed")]
    with pytest.raises(LabError, match="not callable"):
        gpt2_lab.run()


def test_what_cannot_be_copied_is_said_each_time(gpt2_lab: Any) -> None:
    class Stubborn(torch.nn.Module):
        def __deepcopy__(self, memo: object) -> Any:
            raise RuntimeError("not me")

        def forward(self, value: torch.Tensor) -> torch.Tensor:
            return value

    gpt2_lab.model.original_model.transformer.h[0].mlp.act = Stubborn()
    for _ in range(2):
        with pytest.raises(LabError, match=r"can't follow .*not me"):
            gpt2_lab.run()


@pytest.fixture
def scaled() -> Iterator[Callable[[], None]]:
    """Hangs a hook on every module there is."""
    handles: list[Any] = []

    def norms(module: Any, args: Any, output: Any) -> Any:
        return output * 1.1 if type(module).__name__ == "Conv1D" else None

    yield lambda: handles.append(register_module_forward_hook(norms))
    for handle in handles:
        handle.remove()


def test_a_hook_on_every_module_is_followed_and_marked(gpt2_lab: Any, gpt2: Any, scaled: Any) -> None:
    before = gpt2_lab.compute("metric", {}).data.live
    scaled()
    (found,) = gpt2_lab.refresh_hooks()
    assert (found.component, found.hook) == ("unembed", "every module")
    assert gpt2_lab.compute("metric", {}).data.live != before
    with torch.no_grad():
        mine = gpt2_lab.model(gpt2.tokens(gpt2_lab.model))[0]
    assert gpt2_lab.run().logits.equal(mine)


PLACES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "before a block": (lambda m: m.blocks[1].register_forward_pre_hook(lambda *_: None), "resid_pre.1"),
    "after a block": (lambda m: m.blocks[1].register_forward_hook(lambda *_: None), "resid_post.1"),
    "model": (lambda m: m.register_forward_hook(lambda *_: None), "unembed"),
    "before the model": (lambda m: m.register_forward_pre_hook(lambda *_: None), "unembed"),
    "wrapped": (lambda m: m.original_model.register_forward_hook(lambda *_: None), "unembed"),
    "gradients": (lambda m: m.blocks[1].mlp.register_full_backward_hook(lambda *_: None), "mlp.1"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_hook_of_torch_is_marked_where_it_acts(gpt2_lab: Any, place: str) -> None:
    hang, component = PLACES[place]
    hang(gpt2_lab.model)
    assert [hook.component for hook in gpt2_lab.refresh_hooks()] == [component]


def test_a_hook_on_the_wrapped_model_shows_in_views(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.model.original_model.transformer.register_forward_pre_hook(
        lambda module, args, kwargs: (
            (args, kwargs | {"input_ids": kwargs["input_ids"].flip(-1)})
            if kwargs.get("input_ids") is not None
            else None
        ),
        with_kwargs=True,
    )
    with torch.no_grad():
        mine = gpt2_lab.model(gpt2.tokens(gpt2_lab.model))[0]
    assert gpt2_lab.run().logits.equal(mine)


def test_folding_replaces_nothing_of_a_persons(gpt2_lab: Any) -> None:
    gpt2_lab.model.enable_compatibility_mode()
    gpt2_lab.notice_conversion()
    assert gpt2_lab.refresh_hooks() == []
