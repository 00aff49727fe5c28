"""Finding out which shortcuts hold, by computing a cell both ways: no model is known by its looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ...models.precision import alike
from ..work import Step
from .batches import Batch
from .kinds import Cell
from .shortcuts import WHOLE, Shortcuts
from .sweep import Sweeper

if TYPE_CHECKING:
    from ...bench import Bench


@dataclass(eq=False)
class Trial:
    """Once for a model, and each time for interventions on it."""

    sweeper: Sweeper
    bench: Bench
    found: Shortcuts = field(init=False)
    """What holds, once all steps are done."""
    _exact: dict[Cell, list[Tensor]] = field(default_factory=dict[Cell, list[Tensor]])

    def __post_init__(self) -> None:
        known = None if self.sweeper.base.passes[0].plan else self.bench.tried.get(self._key)
        self.found = known or self.sweeper.shortcuts
        self._done = known is not None

    def steps(self) -> Iterator[Step]:
        """The first cell, in a whole pass: nothing is quicker there, since no shortcut is trusted yet. Then
        whatever else is to be tried."""
        probe = _probe(self.sweeper)
        if probe is None or self._done:
            return
        cell = probe.cells[-1]
        yield Step(partial(self._number, cell), [cell.at])
        yield Step(self._try)

    @property
    def _key(self) -> object:
        return self.bench.held.shadow.version, type(self.sweeper), self.sweeper.shortcuts

    def _try(self) -> Tensor:
        self.found = self._best()
        if not self.sweeper.base.passes[0].plan:
            self.bench.tried[self._key] = self.found
        return torch.empty(0)

    def _best(self) -> Shortcuts:
        all_of_them = self.sweeper.shortcuts
        untrimmed = replace(all_of_them, trimmed=False)
        one_layer = replace(untrimmed, growing=False)
        for fewer in (all_of_them, untrimmed, one_layer, replace(one_layer, suffix=False)):
            if not fewer.resume or self._holds(replace(self.sweeper, shortcuts=fewer)):
                return fewer
        return replace(WHOLE, why="Beginning in the middle of this model does not give the same numbers.")

    def _holds(self, sweeper: Sweeper) -> bool:
        few = _probe(sweeper)
        if few is None:
            return True
        # What is wrong with a whole pass is wrong with all of them, and is raised.
        exactly = self._exactly(few.cells[-1])
        try:
            found = sweeper.read(few)
        except Exception:
            # A model's code may raise anything when it is begun in the middle, which is then not done.
            return False
        # Not the metric, which may be the same of other logits, as ranks are.
        both, computed_in = zip(found, exactly, strict=True), sweeper.base.longest.computed_in
        return all(alike(ours[-1:], theirs, computed_in) for ours, theirs in both)

    def _number(self, cell: Cell) -> Tensor:
        return self.sweeper.measured([cell], self._exactly(cell))

    def _exactly(self, cell: Cell) -> list[Tensor]:
        if cell not in self._exact:
            self._exact[cell] = self.sweeper.exactly(cell)
        return self._exact[cell]


def _probe(sweeper: Sweeper) -> Batch | None:
    """Of two layers, where there are two: the second of them joins the first on the way."""
    batches = sweeper.batches()
    if not batches:
        return None
    batch = batches[len(batches) // 2]
    return Batch(batch.start, [batch.cells[0], *([batch.cells[-1]] if len(batch.cells) > 1 else [])])
