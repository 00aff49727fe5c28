"""How far a mean over pairs would move if other pairs of the same kind had been taken."""

from __future__ import annotations

import torch
from torch import Tensor

_DRAWS = 1000
_TAIL = 0.025


def drawn_means(values: Tensor, seed: int = 0) -> Tensor:
    """Means [draw, cell] over pairs drawn with replacement, of values [pair, cell], of which some may be
    missing."""
    n = len(values)
    draw = torch.Generator().manual_seed(seed)
    drawn = torch.randint(n, (_DRAWS, n), generator=draw)
    counts = torch.zeros(_DRAWS, n).scatter_add_(1, drawn, torch.ones(_DRAWS, n))
    there = (~values.isnan()).float()
    return (counts @ values.nan_to_num().float()) / (counts @ there)


def interval(means: Tensor) -> tuple[Tensor, Tensor]:
    """The 95 % bounds [cell] of drawn means [draw, cell]."""
    ordered = means.sort(0).values
    few = int(_TAIL * _DRAWS)
    return ordered[few], ordered[_DRAWS - 1 - few]
