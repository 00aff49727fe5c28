"""Attention's inside, which no module's input or output shows.

Most models take their attention from transformers' table of such functions, and ours stands in it; the
others call one softmax in each layer, and it is exchanged while they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

from .taps import Taps

_NAME = "tapped"
_taps = Taps()
"""Of the run that is under way: transformers hands an attention function nothing of ours."""


def register() -> str:
    """Enter our attention into transformers' table; its name there."""
    AttentionInterface.register(_NAME, _attention)
    AttentionMaskInterface.register(_NAME, eager_mask)
    return _NAME


@contextmanager
def tapped_attention(taps: Taps) -> Iterator[None]:
    """While our attention has these taps."""
    global _taps
    before, _taps = _taps, taps
    try:
        yield
    finally:
        _taps = before


def _attention(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    softcap: float | None = None,
    **_: Any,
) -> tuple[Tensor, Tensor]:
    """Attention in the open; all but the projections and the rotary positions. Heads before positions."""
    layer = module.layer_idx
    query = _taps(f"rot_q.{layer}", query.transpose(1, 2)).transpose(1, 2)
    key = _taps(f"rot_k.{layer}", key.transpose(1, 2)).transpose(1, 2)
    group = query.shape[1] // key.shape[1]
    key, value = key.repeat_interleave(group, dim=1), value.repeat_interleave(group, dim=1)
    scores = query @ key.transpose(2, 3) * scaling
    scores = scores if softcap is None else torch.tanh(scores / softcap) * softcap
    scores = _taps(f"scores.{layer}", scores if attention_mask is None else scores + attention_mask)
    pattern = _taps(f"pattern.{layer}", scores.softmax(dim=-1))
    return (pattern @ value).transpose(1, 2).contiguous(), pattern


@contextmanager
def tapped_softmax(taps: Taps) -> Iterator[None]:
    """For models whose attention can't be exchanged: their one softmax in each layer, in its order."""
    plain, layers = torch.nn.functional.softmax, count()

    def softmax(scores: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
        layer = next(layers)
        return taps(f"pattern.{layer}", plain(taps(f"scores.{layer}", scores), dim=dim, dtype=dtype))

    with patch.object(torch.nn.functional, "softmax", softmax):
        yield
