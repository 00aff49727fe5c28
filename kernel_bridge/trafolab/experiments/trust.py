"""Which estimates are checked by real patches, and how well they agree with those."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from torch import Tensor
from trafolab_protocol.experiments import Estimated

from .ranks import rank_correlation


class Wanted(Protocol):
    """Of a specification."""

    @property
    def verify(self) -> int:
        """How many of the largest."""
        ...

    @property
    def sample(self) -> int:
        """How many drawn from all."""
        ...

    @property
    def seed(self) -> int:
        """Of the draw."""
        ...


def picked(
    cells: Sequence[tuple[int, ...]], estimates: Tensor, baseline: float, wanted: Wanted, gradient: str
) -> Estimated:
    """The cells to be patched, out of those that differ: the largest estimates, and some drawn."""
    sizes = [abs(float(estimates[cell]) - baseline) for cell in cells]
    top = sorted(range(len(cells)), key=lambda i: -sizes[i])[: wanted.verify]
    drawn = random.Random(wanted.seed).sample(range(len(cells)), min(wanted.sample, len(cells)))
    numbers = [number_of(cell, estimates.shape) for cell in cells]
    return Estimated(gradient=gradient, top=[numbers[i] for i in top], sample=[numbers[i] for i in drawn])


def correlated(found: Estimated, estimates: Tensor, values: Tensor) -> Estimated:
    """With the rank correlations over those that were patched by now."""

    def correlation(cells: Sequence[int]) -> float | None:
        pairs = [(float(estimates.flatten()[i]), float(values.flatten()[i])) for i in cells]
        true = [pair for pair in pairs if pair[1] == pair[1]]
        return rank_correlation([ours for ours, _ in true], [theirs for _, theirs in true])

    both = list(dict.fromkeys([*found.top, *found.sample]))
    return found.model_copy(
        update={"rank_correlation": correlation(both), "rank_correlation_sample": correlation(found.sample)}
    )


def number_of(cell: Sequence[int], shape: Sequence[int]) -> int:
    """The number of a cell in C order."""
    number = 0
    for index, length in zip(cell, shape, strict=True):
        number = number * length + index
    return number
