"""Directions of the stream as tokens: which ones read or write along them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor

from .norm_weights import NormWeights

if TYPE_CHECKING:
    from .circuits import Circuits

ReadBy = Literal["embed", "unembed"]
_CHUNK = 8192


def written(circuits: Circuits, directions: Tensor) -> Tensor:
    """What directions [n, d_model] add to the logits [n, vocab], before the final norm's scale, centred."""
    vocabulary = circuits.model.W_U.shape[-1]
    parts = [circuits.tokens.logits(directions, ids) for ids in _ids(vocabulary, directions)]
    return torch.cat(parts, -1)


def read(circuits: Circuits, directions: Tensor, norm: NormWeights | None, by: ReadBy) -> Tensor:
    """How far tokens that are alone in the stream lie along directions [n, d_model] that a norm's weights are
    folded into: [n, vocab]. ``unembed``: their unembeddings instead."""
    if by == "unembed":
        return written(circuits, directions)

    def bare(ids: Tensor) -> Tensor:
        vectors = circuits.tokens.embedded(ids)
        return vectors if norm is None else norm.bare(vectors)

    parts = [directions @ bare(ids).T for ids in _ids(len(circuits.model.W_E), directions)]
    return torch.cat(parts, -1)


def _ids(count: int, like: Tensor) -> Iterator[Tensor]:
    yield from torch.arange(count, device=like.device).split(_CHUNK)
