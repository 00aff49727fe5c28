"""Whether two lists of numbers are in the same order."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

_FEWEST = 3


def rank_correlation(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Spearman's: 1 where the order is the same, -1 where it is turned round; equal numbers share the mean of
    their ranks. None below three pairs, or where one of both does not vary."""
    if len(ours) < _FEWEST:
        return None
    first, second = _ranks(ours), _ranks(theirs)
    first, second = first - first.mean(), second - second.mean()
    scale = first.norm() * second.norm()
    return None if float(scale) == 0 else float(first @ second / scale)


def _ranks(numbers: Sequence[float]) -> Tensor:
    given = torch.tensor(numbers, dtype=torch.float64)
    below = (given[None] < given[:, None]).sum(1)
    equal = (given[None] == given[:, None]).sum(1)
    return below.double() + (equal.double() + 1) / 2
