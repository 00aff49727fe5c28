"""How much heads are like one another: by where they look, and by their weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import torch
from torch import Tensor

from ..errors import ViewError
from .head_weights import HeadWeights, head_weights, layer_weights
from .pooling import without_bos

if TYPE_CHECKING:
    from .patterns import Patterns

By = Literal["pattern", "rows", "ov", "qk"]


def by_patterns(patterns: Patterns, head: tuple[int, int], by: By, *, hide_bos: bool) -> Mapping[int, Tensor]:
    """By layer, [head]: the cosine of the patterns as they are, or, of their ``rows``, 1 less the mean
    Jensen–Shannon divergence in bits over all queries but the first."""
    layer, index = head

    def shown(pattern: Tensor) -> Tensor:
        return (without_bos(pattern) if hide_bos else pattern).float()

    own = patterns.of(("one", index, hide_bos), lambda pattern: shown(pattern[index]))[layer]
    measure = _cosine if by == "pattern" else _shared
    return patterns.of(("alike", by, head, hide_bos), lambda pattern: measure(shown(pattern), own))


def _cosine(patterns: Tensor, own: Tensor) -> Tensor:
    each, one = patterns.flatten(1), own.flatten()
    return (each @ one) / (torch.linalg.vector_norm(each, dim=-1) * one.norm()).clamp_min(1e-12)


def _shared(patterns: Tensor, own: Tensor) -> Tensor:
    # Rows without any attention, as the first token's where it is hidden, are no distribution.
    rows = own.sum(-1) > 0
    rows[0] = False
    if not bool(rows.any()):
        what = "There is no row to compare: the first token can only look at itself."
        raise ViewError("no_rows", what, None, "Choose a longer prompt, or by='pattern'.")
    one, other = own[rows], patterns[:, rows]
    apart = _entropy((one + other) / 2) - (_entropy(one) + _entropy(other)) / 2
    return 1 - apart.mean(-1) / math.log(2)


def _entropy(rows: Tensor) -> Tensor:
    return torch.special.entr(rows).sum(-1)


def by_weights(model: Any, layers: Sequence[int], head: tuple[int, int], by: By) -> dict[int, Tensor]:
    """By layer, [head]: the cosine, −1 to 1, of the matrices W_V W_O (``ov``) or W_Q W_Kᵀ (``qk``), with the
    weights of the norm that is read through folded in. Rotations are left out."""
    own = _factors(head_weights(model, *head), by)
    every = {layer: layer_weights(model, layer, range(len(model.blocks[layer].attn.W_Q))) for layer in layers}
    found = {layer: [_factors(each, by) for each in heads] for layer, heads in every.items()}
    size = _product(own, own).sqrt()
    return {
        layer: torch.stack([_product(own, each) / (size * _product(each, each).sqrt()) for each in heads])
        for layer, heads in found.items()
    }


def _factors(weights: HeadWeights, by: By) -> tuple[Tensor, Tensor]:
    """[d_model, d_head] and [d_head, d_model], whose product is the matrix."""
    if by == "ov":
        return weights.reads(weights.W_V), weights.writes
    return weights.reads(weights.W_Q), weights.reads(weights.W_K).T


def _product(one: tuple[Tensor, Tensor], other: tuple[Tensor, Tensor]) -> Tensor:
    """Frobenius' inner product of two matrices, which are never made: tr(B₁ᵀA₁ᵀA₂B₂)."""
    (a, b), (c, d) = one, other
    return ((a.T @ c) * (b @ d.T)).sum()
