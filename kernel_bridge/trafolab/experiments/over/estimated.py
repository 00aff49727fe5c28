"""Means over pairs of what a gradient says of all cells, and of what patches found."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

import torch
from torch import Tensor

from ..progress import ESTIMATED, WAITING
from .averages import Averages
from .sloping import RunningMean


@dataclass(eq=False)
class EstimatedAverages(Averages):
    """With ``estimate`` beside ``values``: the mean of the runs that values are put into, plus the mean of
    the changes that gradients make of a cell. Where nothing is patched ``n`` says of how many pairs that
    is."""

    _counts: Tensor = field(init=False)
    """Of each cell: over how many pairs its estimate is."""
    _left: int = field(default=0, init=False)
    """Cells of single pairs that are not patched."""

    def __post_init__(self) -> None:
        self._counts = torch.zeros(self.progress.shape)
        self.columns["estimate"] = torch.full_like(self.columns["values"], torch.nan)
        self.describe(n_estimated=0)

    def estimate(self, effects: RunningMean, n_pairs: int) -> None:
        """Note the mean over the first so many pairs of what each cell changes."""
        self.columns["estimate"].copy_(self.info.baseline + effects.mean)
        self._counts.copy_(effects.n)
        self.columns["n"].copy_(effects.n)
        self.describe(n_estimated=n_pairs)

    def leave(self, wanted: Container[tuple[int, ...]]) -> None:
        """Note that no cells but these will be patched."""
        for cell in (self.progress == WAITING).nonzero().tolist():
            if tuple(cell) not in wanted:
                at = (slice(None), *cell)
                self._left += int(self.waiting[at].sum())
                self.waiting[at] = False
                self.progress[tuple(cell)] = ESTIMATED

    @property
    def n_patched(self) -> int:
        """Cells of single pairs that took passes of their own."""
        return self.n_done - self.info.n_equal - self._left

    def _mean(self, at: tuple[Tensor, ...]) -> None:
        super()._mean(at)
        n = self.columns["n"][at]
        self.columns["n"][at] = torch.where(n == 0, self._counts[at], n)
