"""Neurons against a plain second model: what they do, what they read, what they add to logits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests import models
from tests.conftest import Shape

Of = Callable[[str], Shape]


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


@pytest.fixture(params=["gpt2", "llama", "neox", "gemma2"])
def shaped(request: pytest.FixtureRequest, shape_of: Of, tmp_path: Path) -> Shape:
    """Shapes with an MLP; Gemma-2's has a norm behind it, and soft caps."""
    if request.param != "gemma2":
        return shape_of(request.param)
    source = str(models.gemma2(tmp_path))
    return Shape("gemma2", source, models.HART, models.CARROLL, 4, True, False, 2)


@pytest.fixture
def opened(shaped: Shape) -> Any:
    lab = trafolab.open(shaped.source)
    lab.prompt(shaped.clean, corrupt=shaped.corrupt)
    lab.ablate("attn.0")
    return lab


def caches(twin: Any, tokens: torch.Tensor) -> tuple[Any, Any]:
    """Under the ablation, and without."""
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
        live = twin.run_with_cache(tokens)[1]
    with torch.no_grad():
        return live, twin.run_with_cache(tokens)[1]


def moved_logits(twin: Any, tokens: torch.Tensor, neuron: int, position: int) -> torch.Tensor:
    """What one more unit of a neuron of the last layer does to the logits, with the norms behind it held."""
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
        before, cache = twin.run_with_cache(tokens)

    def more(value: torch.Tensor, hook: Any) -> torch.Tensor:
        value[:, position, neuron] += 1
        return value

    def held(value: torch.Tensor, hook: Any) -> torch.Tensor:
        return cache[hook.name]

    norms = [n for n in ("blocks.1.ln2_post.hook_scale", "ln_final.hook_scale") if n in twin.hook_dict]
    hooks = [("blocks.0.hook_attn_out", zero), ("blocks.1.mlp.hook_post", more), *((n, held) for n in norms)]
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        after = twin(tokens)
    cap = getattr(twin.cfg, "output_logits_soft_cap", None) or 0
    if cap > 0:
        before, after = (cap * torch.atanh(logits / cap) for logits in (before, after))
    moved = (after - before)[0, position]
    return moved - moved.mean()


@pytest.mark.parametrize("by", ["activation", "written", "change"])
def test_the_largest_at_a_position(opened: Any, shaped: Shape, by: str) -> None:
    twin = shaped.twin()
    live, plain = caches(twin, shaped.tokens(twin))
    acts, before = (cache["blocks.1.mlp.hook_post"][0] for cache in (live, plain))
    sizes = twin.blocks[1].mlp.W_out.detach().norm(dim=-1)
    order = {"activation": acts[3], "written": acts[3] * sizes, "change": acts[3] - before[3]}[by].abs()
    result = opened.compute("neurons", {"mlp": "mlp.1", "position": 3, "by": by, "k": 5})
    chosen = [row.neuron for row in result.data.rows]
    assert chosen == order.topk(5).indices.tolist()
    np.testing.assert_allclose(result.tensors["activations"], acts[:, chosen].T, atol=1e-4)
    for row in result.data.rows:
        assert row.name == f"mlp.1.n{row.neuron}"
        assert row.activation == pytest.approx(float(acts[3, row.neuron]), abs=1e-4)
        assert row.plain == pytest.approx(float(before[3, row.neuron]), abs=1e-4)
        assert row.written == pytest.approx(float(acts[3, row.neuron].abs() * sizes[row.neuron]), abs=1e-4)


def test_what_tokens_give_them(opened: Any, shaped: Shape) -> None:
    """Biases are the same for every token: the differences between tokens are the model's own."""
    twin = shaped.twin()
    block = twin.blocks[1]
    with torch.no_grad():
        normed = block.ln2(twin.W_E[None])[0]
        matrix = block.mlp.W_gate if shaped.name in ("llama", "gemma2") else block.mlp.W_in
        given = normed @ matrix
    result = opened.compute("neurons", {"mlp": "mlp.1", "tokens": 20})
    for row in result.data.rows:
        expected = given[:, row.neuron]
        ids = [each.id for each in row.inputs]
        assert ids == expected.topk(20).indices.tolist()
        ours = np.array([each.score for each in row.inputs])
        theirs = expected[ids].numpy()
        np.testing.assert_allclose(ours - ours[0], theirs - theirs[0], atol=1e-3)


def test_what_they_add_to_logits(opened: Any, shaped: Shape) -> None:
    twin = shaped.twin()
    result = opened.compute("neurons", {"mlp": "mlp.1", "position": 4, "k": 3})
    for row in result.data.rows:
        moved = moved_logits(twin, shaped.tokens(twin), row.neuron, 4) * row.activation
        assert [each.id for each in row.promoted[:2]] == moved.topk(2).indices.tolist()
        assert [each.id for each in row.suppressed[:2]] == (-moved).topk(2).indices.tolist()
        for each in (*row.promoted, *row.suppressed):
            assert each.score == pytest.approx(float(moved[each.id]), abs=2e-3)


def test_what_is_no_mlp_is_refused(gpt2_lab: Any, shape_of: Of) -> None:
    with pytest.raises(trafolab.LabError, match="L0H0 is no MLP"):
        gpt2_lab.compute("neurons", {"mlp": "L0H0"})
    toy = trafolab.open(shape_of("toy").source)
    toy.prompt(shape_of("toy").clean)
    with pytest.raises(trafolab.LabError, match=r"no target named mlp\.0"):
        toy.compute("neurons", {"mlp": "mlp.0"})
