"""Every head's attention pattern in miniature, for the tiles of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class PatternsParams(Record):
    size: int = Field(default=32, ge=2, le=512)
    """Largest side of a miniature in cells."""
    hide_bos: bool = False
    """Leave the first token out as a key and let the rest of each row sum to 1."""


class PatternsData(Record):
    size: int
    """Side of the miniatures really sent."""
    n_tokens: int
    heads: list[str]
    """Component names, in the order of the tensor's first axis."""
    stamp: Stamp


def compute(look: Look, params: PatternsParams) -> Answer:
    """Tensor ``patterns``: uint8 [head, query, key], 255 is probability 1, max-pooled."""
    small = []
    heads: list[str] = []
    pooled = look.attention.there_are("live").pooled(params.size, hide_bos=params.hide_bos)
    for layer, pattern in pooled.items():
        small.append(pattern.cpu().numpy())
        heads += [f"L{layer}H{head}" for head in range(pattern.shape[0])]
    n = look.live.n_tokens
    size = small[0].shape[-1] if small else min(n, params.size)
    stacked = np.concatenate(small) if small else np.zeros((0, size, size))
    data = PatternsData(size=size, n_tokens=n, heads=heads, stamp=look.live.stamp)
    return Answer(data, {"patterns": np.rint(np.nan_to_num(stacked).clip(0, 1) * 255).astype(np.uint8)})


PATTERNS = Feed("patterns", PatternsParams, PatternsData, compute)
