"""What the metric is over a set of pairs, or the gap between two sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..experiments.over.bootstrap import drawn_means, interval

if TYPE_CHECKING:
    from pandas import DataFrame
    from trafolab_protocol.stamps import Stamp


@dataclass(frozen=True)
class Mean:
    """A mean over pairs, or the difference of two."""

    value: float
    low: float | None
    """With ``high``, its 95 % bootstrap interval over pairs; None for a single pair."""
    high: float | None

    def __repr__(self) -> str:
        between = "" if self.low is None else f" [{self.low:+.3f}, {self.high:+.3f}]"
        return f"{self.value:+.3f}{between}"


@dataclass(frozen=True, eq=False)
class Numbers:
    """The pairs of one set, each measured alone."""

    name: str
    live: Tensor
    """Float32 [pair]; not a number where it is not computed yet."""
    plain: Tensor
    texts: Callable[[], list[str]]
    """How the clean prompts read."""


@dataclass(frozen=True, eq=False)
class SetReading:
    """The mean over the clean prompts of a set's pairs, live and plain; of two sets, the mean of the first
    less the mean of the second."""

    label: str
    sets: Sequence[Numbers]
    """One or two."""
    stamp: Stamp

    @property
    def n(self) -> int:
        """Over how many pairs, of both sets together."""
        return sum(int(_there(each).sum()) for each in self.sets)

    @property
    def n_pairs(self) -> int:
        """How many there are."""
        return sum(len(each.live) for each in self.sets)

    @cached_property
    def live(self) -> Mean | None:
        """With interventions; None where a set has no number yet, or one that is not finite."""
        return self._mean([each.live for each in self.sets])

    @cached_property
    def plain(self) -> Mean | None:
        """Without them."""
        return self._mean([each.plain for each in self.sets])

    @cached_property
    def change(self) -> Mean | None:
        """What they change in each pair."""
        return self._mean([each.live - each.plain for each in self.sets])

    def to_dataframe(self) -> DataFrame:
        """A row for each pair: its set, its clean prompt, ``live`` and ``plain``."""
        from pandas import DataFrame

        rows = [
            (each.name, text, live, plain)
            for each in self.sets
            for text, live, plain in zip(each.texts(), each.live.tolist(), each.plain.tolist(), strict=True)
        ]
        return DataFrame(rows, columns=["set", "clean", "live", "plain"])

    def __repr__(self) -> str:
        count = f"n = {self.n}" if self.n == self.n_pairs else f"n = {self.n} of {self.n_pairs}"
        return f"{self.label}, {count}\n  live {self.live}, plain {self.plain}, change {self.change}"

    def _mean(self, values: Sequence[Tensor]) -> Mean | None:
        known = [value[_there(each)] for value, each in zip(values, self.sets, strict=True)]
        if not all(len(each) and bool(each.isfinite().all()) for each in known):
            return None
        value, *less = (float(each.double().mean()) for each in known)
        if min(map(len, known)) == 1:
            return Mean(value - sum(less), None, None)
        drawn = [drawn_means(each[:, None], seed) for seed, each in enumerate(known)]
        low, high = interval(drawn[0] - sum(drawn[1:], torch.zeros(1)))
        return Mean(value - sum(less), float(low), float(high))


def _there(each: Numbers) -> Tensor:
    """Bool [pair]. What is computed and no number is an infinite one in its place: see :mod:`.sets`."""
    return ~each.live.isnan()
