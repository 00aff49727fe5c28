"""What an experiment has to compute, in steps, and what it has found by now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from trafolab_protocol.experiments import Application, ExperimentInfo

from .behind import PairsBehind
from .progress import ABSENT, COMPUTED, EQUAL, ESTIMATED, WAITING


@dataclass(frozen=True, eq=False)
class Step:
    """Cells that are computed together. A step may be given up half way, and is then computed again."""

    compute: Callable[[], Tensor]
    """Their numbers [cell]; without cells, whatever later steps need."""
    cells: Sequence[tuple[int, ...]] = ()
    column: str = "values"
    passes: int = 1
    settles: bool = True
    """Whether its numbers are what the cells wait for."""


@dataclass(eq=False)
class Work:
    """One experiment, prepared: what is known before its first cell, and the steps to all others."""

    info: ExperimentInfo
    axes: Mapping[str, list[str]]
    """The labels along each axis."""
    columns: dict[str, Tensor]
    """Float32 over the axes; ``values`` first. Not a number where there is none yet."""
    progress: Tensor
    """Uint8 over the axes, in the terms of :mod:`progress`."""
    steps: Iterator[Step]
    application: Application | None = None
    pairs: PairsBehind | None = None
    """What single pairs gave, where the columns are means over a set."""
    guard: Callable[[], None] = field(default=lambda: None)
    """Called before each step. Raises :class:`LabError` where its numbers would not belong to the others."""

    def take(self, step: Step, numbers: Tensor) -> None:
        """Note what a step found."""
        if step.cells:
            places = tuple(torch.tensor(step.cells).T)
            column = self.columns[step.column]
            column[places] = numbers.to(column)
            if step.settles:
                self.progress[places] = COMPUTED
        self.describe(n_passes=self.info.n_passes + step.passes)

    def describe(self, **changes: object) -> None:
        """Fill in what was found out on the way."""
        self.info = self.info.model_copy(update=changes)

    @property
    def n_done(self) -> int:
        """Cells that are computed, or need not be."""
        return int((self.progress >= COMPUTED).sum())

    @property
    def n_patched(self) -> int:
        """Those of them that took passes of their own."""
        return self.n_done - self.info.n_equal - int((self.progress == ESTIMATED).sum())


def begun(shape: Sequence[int], cells: Sequence[tuple[int, ...]]) -> Tensor:
    """The progress of a work of which nothing is computed yet."""
    progress = torch.full(tuple(shape), ABSENT, dtype=torch.uint8)
    progress[_at(cells, progress.ndim)] = WAITING
    return progress


def settled(progress: Tensor, values: Tensor, cells: Sequence[tuple[int, ...]], number: float) -> None:
    """Note cells that change nothing, so that theirs is the baseline."""
    at = _at(cells, progress.ndim)
    progress[at], values[at] = EQUAL, number


def _at(cells: Sequence[tuple[int, ...]], ndim: int) -> tuple[Tensor, ...]:
    return tuple(torch.tensor([*cells], dtype=torch.long).reshape(len(cells), ndim).T)
