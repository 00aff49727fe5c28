"""Means over pairs, as they come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor
from trafolab_protocol.experiments import ExperimentInfo

from ..behind import PairsBehind
from ..progress import ABSENT, COMPUTED, EQUAL, WAITING
from ..work import Step, Work
from .bootstrap import drawn_means, interval

COLUMNS = ("values", "low", "high", "n")

_CELLS = 2048
"""Of so many at once intervals are drawn: their draws fill the memory."""


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
    more: dict[str, Tensor] = field(default_factory=dict[str, Tensor])
    """Of further columns what each pair gave [pair, …]: the columns are the means over those that have the
    cell."""

    def take(self, step: Step, numbers: Tensor) -> None:
        """Note what a step found, and the means of the cells that it touched."""
        if step.cells and step.column in self.more:
            self.note(step.column, step.cells, numbers)
        elif step.cells:
            at = _at(step.cells)
            self.behind.values[at] = numbers.float().cpu()
            self.waiting[at] = False
            self._mean(_touched(step.cells))
        self.describe(n_passes=self.info.n_passes + step.passes)

    def note(self, column: str, cells: Sequence[tuple[int, ...]], numbers: Tensor) -> None:
        """Note what was found of a further column."""
        if cells:
            self.more[column][_at(cells)] = numbers.float().cpu()
            touched = _touched(cells)
            self.columns[column][touched] = self.more[column][(slice(None), *touched)].nanmean(0)

    def known(self, indices: Sequence[int], baselines: Tensor, others: Tensor | None) -> None:
        """Note what some pairs' runs gave as they are."""
        self.behind.baselines[list(indices)] = baselines.float().cpu()
        if others is not None:
            self.behind.others[list(indices)] = others.float().cpu()
        told = self.behind.others[~self.behind.others.isnan()]
        baseline = float(self.behind.baselines.nanmean())
        for bound in ("low", "high"):
            self.columns[bound] += baseline - self.info.baseline
        self.describe(baseline=baseline, other=float(told.mean()) if len(told) else None)

    def settle(self, cells: Sequence[tuple[int, ...]]) -> None:
        """Note cells that change nothing."""
        if cells:
            at = _at(cells)
            self.behind.values[at] = self.behind.baselines[at[0]]
            self.waiting[at] = False
        self.describe(n_equal=self.info.n_equal + len(cells))
        self._all_means()

    def leave_out(self, index: int) -> None:
        """Note a pair of which nothing can be computed."""
        self.describe(n_cells=self.info.n_cells - int(self.waiting[index].sum()))
        self.waiting[index] = False
        self.progress[~self.waiting.any(0) & (self.progress == WAITING)] = ABSENT

    def conclude(self) -> None:
        """All means anew, with their intervals."""
        self._all_means()
        for cells in self._few_at_once():
            self._bound(cells)

    def concluding(self) -> Iterator[Step]:
        """The same of the intervals, in steps: for thousands of cells they take a while."""
        for cells in self._few_at_once():
            yield Step(partial(self._bound, cells), passes=0)

    @property
    def n_done(self) -> int:
        """Cells of single pairs that are computed, or need not be."""
        return self.info.n_cells - int(self.waiting.sum())

    def _few_at_once(self) -> list[slice]:
        return [slice(at, at + _CELLS) for at in range(0, self.progress.numel(), _CELLS)]

    def _bound(self, cells: slice) -> Tensor:
        effects = self.behind.values.flatten(1)[:, cells] - self.behind.baselines[:, None]
        for name, bound in zip(("low", "high"), interval(drawn_means(effects)), strict=True):
            self.columns[name].view(-1)[cells] = bound + self.info.baseline
        return torch.empty(0)

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
    waiting = torch.zeros(len(texts), *(len(labels) for labels in axes.values()), dtype=torch.bool)
    waiting[_at(cells)] = True
    return averages_of(info, axes, texts, waiting, of)


def averages_of(
    info: ExperimentInfo,
    axes: Mapping[str, list[str]],
    texts: Sequence[tuple[str, str]],
    waiting: Tensor,
    of: type[A],
    more: Sequence[str] = (),
) -> A:
    """Of nothing yet, with the cells that are to be computed, bool [pair, …]; ``more``: further columns."""
    shape, nothing = waiting.shape[1:], torch.full(waiting.shape, float("nan"))
    progress = torch.where(waiting.any(0), WAITING, ABSENT).to(torch.uint8)
    empty = torch.full((len(waiting),), float("nan"))
    behind = PairsBehind(texts, nothing, empty, empty.clone())
    columns = {name: torch.full(shape, 0.0 if name == "n" else float("nan")) for name in (*COLUMNS, *more)}
    work = of(info, axes, columns, progress, iter(()), pairs=behind, behind=behind, waiting=waiting)
    work.more = {name: nothing.clone() for name in more}
    return work


def _at(cells: Sequence[tuple[int, ...]]) -> tuple[Tensor, ...]:
    return tuple(torch.tensor(cells).T)


def _touched(cells: Sequence[tuple[int, ...]]) -> tuple[Tensor, ...]:
    """Where cells are among the means."""
    return _at(sorted({cell[1:] for cell in cells}))
