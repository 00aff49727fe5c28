"""Which estimates are checked by real patches, and how well they agree with those."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Protocol

import torch
from torch import Tensor
from trafolab_protocol.experiments import Estimated

from .ranks import rank_correlation

_LARGE = 0.1
"""Of the largest true effect, from which a sign counts."""
_MOST_ERROR = 0.5
"""Of the true effects' size, up to which estimates pass without a warning."""


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
    top: list[int] = []
    if cells:
        sizes = (estimates[tuple(torch.tensor(cells).T)] - baseline).abs()
        top = sizes.argsort(descending=True, stable=True)[: wanted.verify].tolist()
    drawn = random.Random(wanted.seed).sample(range(len(cells)), min(wanted.sample, len(cells)))
    numbers = [[number_of(cells[i], estimates.shape) for i in chosen] for chosen in (top, drawn)]
    return Estimated(gradient=gradient, top=numbers[0], sample=numbers[1])


def compared(found: Estimated, estimates: Tensor, values: Tensor, baseline: float) -> Estimated:
    """With how well they agree over those that were patched by now."""

    def effects(cells: Iterable[int]) -> tuple[list[float], list[float]]:
        pairs = [(float(estimates.flatten()[i]), float(values.flatten()[i])) for i in dict.fromkeys(cells)]
        true = [pair for pair in pairs if isfinite(pair[0]) and isfinite(pair[1])]
        return [ours - baseline for ours, _ in true], [theirs - baseline for _, theirs in true]

    ours, theirs = effects([*found.top, *found.sample])
    found = found.model_copy(update=_agreement(ours, theirs))
    return found.model_copy(
        update={
            "rank_correlation": rank_correlation(ours, theirs),
            "rank_correlation_sample": rank_correlation(*effects(found.sample)),
        }
    )


def _agreement(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float | None]:
    """Ranks say little where most effects are next to nothing; these weigh each by its size."""
    pairs = [*zip(ours, theirs, strict=True)]
    least = _LARGE * max(map(abs, theirs), default=0.0)
    large = [(guess, true) for guess, true in pairs if true and abs(true) >= least]
    size = sum(map(abs, theirs))
    return {
        "error": sum(abs(guess - true) for guess, true in pairs) / size if size else None,
        "n_large": len(large),
        "wrong_signs": sum(guess * true < 0 for guess, true in large),
    }


def words_of(found: Estimated) -> str:
    """How far the estimates are off, for a person, with a warning where they mislead."""
    if found.error is None:
        return ""
    said = f"estimates off by {found.error:.0%} of the true effects"
    advice = "try more points between both runs" if found.gradient[:1].isdigit() else "try steps=20"
    if found.wrong_signs:
        have = "has" if found.wrong_signs == 1 else "have"
        which = f"{found.wrong_signs} of the {found.n_large} largest patched cells"
        which = "the largest patched cell" if found.n_large == 1 else which
        return f"Beware: {which} {have} the other sign, {said}: {advice}"
    return f"Beware: {said}: {advice}" if found.error > _MOST_ERROR else said


def number_of(cell: Sequence[int], shape: Sequence[int]) -> int:
    """The number of a cell in C order."""
    number = 0
    for index, length in zip(cell, shape, strict=True):
        number = number * length + index
    return number
