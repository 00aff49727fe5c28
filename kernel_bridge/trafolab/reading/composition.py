"""How much of what one head writes another one reads: composition scores, from the weights alone.

The score of an earlier head A and a later head B is ‖OV(A) · M(B)‖ / (‖OV(A)‖ · ‖M(B)‖) in Frobenius norms,
where OV is W_V W_O, and M is W_Q W_Kᵀ for queries, its transpose for keys, and OV for values (Elhage et al.
2021). TransformerLens's ``all_composition_scores`` is the same on folded weights; here norms are folded on
the way, and not all pairs are computed where few are asked for.

Chance is a random rotation of the stream between both heads (Elhage et al. subtract what random matrices
leave). The square of the score has then the mean 1/d_model whatever the heads are, but its spread is larger
the fewer directions they use: two heads of one direction each meet or miss. So scores are also told in
standard deviations of their squares from chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from .head_weights import HeadWeights

Kind = Literal["Q", "K", "V"]
Head = tuple[int, int]
_ENTRIES = 1 << 24
"""Numbers of a product that are in memory at once."""


@dataclass(frozen=True)
class Composition:
    """Both are NaN where the sender is not in an earlier layer."""

    scores: Tensor
    """[sender, receiver], from 0 to 1."""
    deviations: Tensor
    """[sender, receiver]: the same in standard deviations from chance."""


@torch.no_grad()
def composition(
    heads: Callable[[int], Sequence[HeadWeights]],
    senders: Sequence[Head],
    receivers: Sequence[Head],
    kind: Kind,
) -> Composition:
    """Of each pair; ``heads``: of a layer."""
    left, sizes = _stacked(heads, senders, _writing)
    right, wants = _stacked(heads, receivers, lambda own: _reading(own, kind))
    scores = torch.cat([_products(left, part) for part in _parts(left, right)], 1)
    scores = scores / sizes[:, None] / wants
    spread = _spread(left)[:, None] * _spread(right)
    deviations = (scores.square() - 1 / left.shape[-1]) / spread
    layers = [torch.tensor([layer for layer, _ in each], device=left.device) for each in (senders, receivers)]
    earlier = layers[0][:, None] < layers[1]
    return Composition(*(each.where(earlier, torch.nan) for each in (scores, deviations)))


def by_chance(d_model: int) -> float:
    """The score that a random rotation of the stream between both heads would leave: the root of the mean
    square, which is 1/d_model whatever the heads are."""
    return d_model**-0.5


def _spread(stacked: Tensor) -> Tensor:
    """Each head's share [head] of the deviation that rotations leave of a squared score.

    Over all rotations R the variance of tr(A R B Rᵀ) is 2 / ((d - 1)(d + 2)) · (tr A² - (tr A)²/d) ·
    (tr B² - (tr B)²/d), for symmetric A and B of d rows; here their traces are 1.
    """
    d = stacked.shape[-1]
    squares = stacked @ stacked.mT
    traces = squares.diagonal(dim1=-2, dim2=-1).sum(-1).clamp_min(1e-30)
    purity = (squares.square().sum((-2, -1)) / traces.square() - 1 / d).clamp_min(1e-6 / d)
    return (2 / ((d - 1) * (d + 2))) ** 0.25 * purity.sqrt()


def _stacked(
    heads: Callable[[int], Sequence[HeadWeights]],
    chosen: Sequence[Head],
    factor: Callable[[HeadWeights], Tensor],
) -> tuple[Tensor, Tensor]:
    """What stands for each head [head, d_head, d_model], and its norm [head]."""
    layers = {layer: heads(layer) for layer in sorted({layer for layer, _ in chosen})}
    stacked = torch.stack([factor(layers[layer][head]) for layer, head in chosen])
    return stacked, stacked.flatten(1).norm(dim=-1).clamp_min(1e-30)


def _writing(own: HeadWeights) -> Tensor:
    """Of W_V W_O, [d_head, d_model]: what is left away of it is orthogonal and changes no norm."""
    return _root(own.reads(own.W_V)) @ own.written


def _reading(own: HeadWeights, kind: Kind) -> Tensor:
    """Of the reading matrix, transposed, likewise."""
    if kind == "V":
        read, other = own.W_V, own.written.T
    else:
        read, other = (own.W_Q, own.W_K) if kind == "Q" else (own.W_K, own.W_Q)
        other = own.reads(other)
    return (own.reads(read) @ _root(other).T).T


def _root(tall: Tensor) -> Tensor:
    """Of a matrix [d_model, d_head] one [d_head, d_head] with the same products of its columns."""
    squares, vectors = torch.linalg.eigh(tall.T @ tall)
    return squares.clamp_min(0).sqrt()[:, None] * vectors.T


def _parts(left: Tensor, right: Tensor) -> Iterator[Tensor]:
    each = max(1, left.shape[0] * left.shape[1] * right.shape[1])
    yield from right.split(max(1, _ENTRIES // each))


def _products(left: Tensor, right: Tensor) -> Tensor:
    """Norms [sender, receiver] of the products."""
    product = left.flatten(0, 1) @ right.flatten(0, 1).T
    blocks = product.unflatten(0, left.shape[:2]).unflatten(-1, right.shape[:2])
    return blocks.square().sum((1, 3)).sqrt()
