"""Means over pairs, as they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import torch
from torch import Tensor
from trafolab_protocol.experiments import ExperimentInfo

from ..behind import PairsBehind
from ..progress import ABSENT, COMPUTED, EQUAL, WAITING
from ..work import Step, Work
from .bootstrap import drawn_means, interval

COLUMNS = ("values", "low", "high", "n")


@dataclass(eq=False)
class Averages(Work):
    """An experiment over pairs. A step's cells begin with the pair.

    ``values`` is the mean of the runs that values were put into, plus the mean of what a cell changed in
    those pairs that have it and are computed by now; ``n`` says how many these are. ``low`` and ``high``:
    95 % bootstrap interval of the mean change, over pairs, about the same mean of runs.
    """

    behind: PairsBehind = field(kw_only=True)
    waiting: Tensor = field(kw_only=True)
    """Bool [pair, …]: cells that are to be computed yet."""

    def take(self, step: Step, numbers: Tensor) -> None:
        """Note what a step found, and the means of the cells that it touched."""
        if step.cells:
            at = tuple(torch.tensor(step.cells).T)
            self.behind.values[at] = numbers.float().cpu()
            self.waiting[at] = False
            touched = torch.tensor(sorted({cell[1:] for cell in step.cells})).T
            self._mean(tuple(touched))
        self.describe(n_passes=self.info.n_passes + step.passes)

    def known(self, indices: Sequence[int], baselines: Tensor, others: Tensor | None) -> None:
        """Note what some pairs' runs gave as they are."""
        self.behind.baselines[list(indices)] = baselines.float().cpu()
        if others is not None:
            self.behind.others[list(indices)] = others.float().cpu()
        baseline = float(self.behind.baselines.nanmean())
        for bound in ("low", "high"):
            self.columns[bound] += baseline - self.info.baseline
        other = None if others is None else float(self.behind.others.nanmean())
        self.describe(baseline=baseline, other=other)

    def settle(self, cells: Sequence[tuple[int, ...]]) -> None:
        """Note cells that change nothing."""
        if cells:
            at = tuple(torch.tensor(cells).T)
            self.behind.values[at] = self.behind.baselines[at[0]]
            self.waiting[at] = False
        self.describe(n_equal=self.info.n_equal + len(cells))
        self._all_means()

    def conclude(self) -> None:
        """All means anew, with their intervals."""
        self._all_means()
        low, high = interval(drawn_means(self.behind.values.flatten(1) - self.behind.baselines[:, None]))
        for name, bound in (("low", low), ("high", high)):
            self.columns[name].copy_(bound.view_as(self.progress) + self.info.baseline)

    @property
    def n_done(self) -> int:
        """Cells of single pairs that are computed, or need not be."""
        return self.info.n_cells - int(self.waiting.sum())

    def _all_means(self) -> None:
        self._mean(tuple(torch.ones(self.progress.shape, dtype=torch.bool).nonzero().T))

    def _mean(self, at: tuple[Tensor, ...]) -> None:
        effects = (self.behind.values[(slice(None), *at)] - self.behind.baselines[:, None]).double()
        there = ~effects.isnan()
        self.columns["n"][at] = there.sum(0).float()
        self.columns["values"][at] = (self.info.baseline + effects.nanmean(0)).float()
        computed = torch.where((effects.nan_to_num() == 0).all(0), EQUAL, COMPUTED)
        stays = self.progress[at]
        self.progress[at] = torch.where(there.any(0) & (stays >= WAITING), computed.to(torch.uint8), stays)


A = TypeVar("A", bound=Averages)


def averages(
    info: ExperimentInfo,
    axes: Mapping[str, list[str]],
    texts: Sequence[tuple[str, str]],
    cells: Sequence[tuple[int, ...]],
    of: type[A],
) -> A:
    """Of nothing yet; ``cells`` begin with the pair."""
    shape, n = [len(labels) for labels in axes.values()], len(texts)
    waiting = torch.zeros(n, *shape, dtype=torch.bool)
    waiting[tuple(torch.tensor(cells).T)] = True
    progress = torch.where(waiting.any(0), WAITING, ABSENT).to(torch.uint8)
    empty = torch.full((n,), float("nan"))
    behind = PairsBehind(texts, torch.full((n, *shape), float("nan")), empty, empty.clone())
    columns = {name: torch.full(shape, 0.0 if name == "n" else float("nan")) for name in COLUMNS}
    return of(info, axes, columns, progress, iter(()), pairs=behind, behind=behind, waiting=waiting)
