"""Heads like one another, against whole matrices and SciPy-free sums written out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab


@pytest.fixture
def plain(shape: Any) -> Any:
    """The twin, and its patterns [head, query, key] of both layers in order."""
    twin = shape.twin()
    cache = twin.run_with_cache(shape.tokens(twin))[1]
    patterns = [cache[f"blocks.{layer}.attn.hook_pattern"][0].detach() for layer in (0, 1)]
    return twin, torch.cat(patterns)


def asked(lab: Any, **params: Any) -> Any:
    return lab.compute("similar_heads", {"head": "L1H2", "k": 200, **params})


def ranked(result: Any) -> dict[str, float]:
    found = result.tensors["similarity"]
    assert result.data.heads[0] == result.data.head == "L1H2"
    assert found[0] == pytest.approx(1, abs=1e-4)
    assert list(found[1:]) == sorted(found[1:], reverse=True)
    return dict(zip(result.data.heads, found.tolist(), strict=True))


def by_name(values: list[float], n_heads: int) -> dict[str, float]:
    return {f"L{i // n_heads}H{i % n_heads}": float(value) for i, value in enumerate(values)}


@pytest.mark.parametrize("hide_bos", [False, True])
def test_by_the_cosine_of_patterns(lab: Any, shape: Any, plain: Any, hide_bos: bool) -> None:
    _, patterns = plain
    if hide_bos:
        patterns = patterns.clone()
        patterns[:, :, 0] = 0
        patterns = patterns / patterns.sum(-1, keepdim=True).clamp_min(1e-12)
    flat = patterns.flatten(1)
    expected = torch.nn.functional.cosine_similarity(flat, flat[shape.n_heads + 2][None])
    found = ranked(asked(lab, hide_bos=hide_bos))
    assert found == pytest.approx(by_name(expected.tolist(), shape.n_heads), abs=1e-4)


def test_by_what_their_rows_share(lab: Any, shape: Any, plain: Any) -> None:
    _, patterns = plain
    own = patterns[shape.n_heads + 2].double()

    def divergence(p: torch.Tensor, q: torch.Tensor) -> float:
        middle = (p + q) / 2
        parts = [(a * (a.clamp_min(1e-300) / middle.clamp_min(1e-300)).log2()).sum() for a in (p, q)]
        return float(sum(parts)) / 2

    expected = [
        1 - np.mean([divergence(own[q], other[q].double()) for q in range(1, len(own))]) for other in patterns
    ]
    assert ranked(asked(lab, by="rows")) == pytest.approx(by_name(expected, shape.n_heads), abs=1e-4)


@pytest.mark.parametrize("by", ["ov", "qk"])
def test_by_whole_matrices_with_the_norm_folded_in(lab: Any, shape: Any, plain: Any, by: str) -> None:
    twin, _ = plain
    matrices = []
    for layer in (0, 1):
        attn, norm = twin.blocks[layer].attn, getattr(twin.blocks[layer], "ln1", None)
        width = twin.cfg.d_model
        fold = torch.eye(width)
        own = getattr(norm, "original_component", None)
        if getattr(own, "weight", None) is not None:
            # What a norm makes of each direction of the stream, but for its scale.
            fold = torch.diag(own.weight.detach())
            if shape.name in ("gpt2", "neox"):
                fold = (torch.eye(width) - 1 / width) @ fold
        for head in range(shape.n_heads):
            group = head * len(attn.W_K) // shape.n_heads
            read = fold @ (attn.W_V[group] if by == "ov" else attn.W_Q[head]).detach()
            other = attn.W_O[head].detach() if by == "ov" else (fold @ attn.W_K[group].detach()).T
            matrices.append((read @ other).flatten())
    flat = torch.stack(matrices)
    expected = torch.nn.functional.cosine_similarity(flat, flat[shape.n_heads + 2][None])
    assert ranked(asked(lab, by=by)) == pytest.approx(by_name(expected.tolist(), shape.n_heads), abs=1e-4)


def test_patterns_follow_interventions_and_weights_do_not(gpt2_lab: Any) -> None:
    before = {by: ranked(asked(gpt2_lab, by=by)) for by in ("pattern", "ov")}
    gpt2_lab.scale("mlp.0", 3.0)
    assert ranked(asked(gpt2_lab, by="ov")) == before["ov"]
    assert ranked(asked(gpt2_lab)) != before["pattern"]
    assert ranked(asked(gpt2_lab, run="plain")) == pytest.approx(before["pattern"], abs=1e-5)


def test_miniatures_are_those_of_the_heads_named(gpt2_lab: Any) -> None:
    result = asked(gpt2_lab, k=3, max_size=6)
    every = gpt2_lab.compute("heads", {"max_size": 6})
    assert len(result.data.heads) == 4
    for name, picture in zip(result.data.heads, result.tensors["patterns"], strict=True):
        np.testing.assert_array_equal(picture, every.tensors["patterns"][every.data.heads.index(name)])
    assert (result.data.n_heads, result.data.stride) == (8, 2)


def test_on_repeated_tokens(gpt2_lab: Any) -> None:
    result = asked(gpt2_lab, on="repeated")
    assert result.data.stamp.prompt == "repeated tokens"
    assert ranked(result) != ranked(asked(gpt2_lab))


def test_rows_of_one_token_are_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt([3])
    with pytest.raises(trafolab.LabError, match="no row to compare"):
        gpt2_lab.compute("similar_heads", {"head": "L0H1", "by": "rows"})
