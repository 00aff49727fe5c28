"""An attribution over a set of pairs: all cells estimated for each pair, and those with the largest means
patched over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import AttributionSpec, Estimated

from ...errors import OperationError
from ...pairs import Pair
from ...targets import Place
from ..attribution.attributing import entering, patches, where_taken
from ..attribution.slopes import refuse_without_slope
from ..attribution.trust import compared, number_of, picked
from ..sweeps.kinds import Cell, kind_of
from ..work import Step
from .asked import Asked
from .estimated import EstimatedAverages
from .groups import Group
from .putting import putting_of
from .recipe import PairSweeping
from .rows import due_among_pairs
from .sloping import TOKENS_AT_ONCE, RunningMean, Sloped, in_columns, sloped
from .subject import refuse_several

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def check(now: Now, spec: AttributionSpec) -> None:
    """Raises :class:`LabError` where it can't be made, without a pass."""
    _asked(now, spec)


def _asked(now: Now, spec: AttributionSpec, also: Sequence[Place] = ()) -> Asked:
    kind = kind_of(spec.what)
    if not kind.layered or kind.by_key:
        what = f"An attribution over pairs can't take {spec.what}."
        advice = f'Patch each: lab.sweep("{spec.what}", over="{spec.over}").'
        raise OperationError("bad_argument", what, spec.over, advice)
    asked = Asked(now, patches(spec), also)
    refuse_several(asked)
    refuse_without_slope(asked.metric)
    return asked


def prepare(engine: Engine, now: Now, spec: AttributionSpec) -> EstimatedAverages:
    """An attribution of the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    start = entering(now.bench.held)
    asked = _asked(now, spec, [start])
    sweeping = PairSweeping(engine, asked, putting_of(asked, engine.tools(now)))
    return _Attributing(sweeping, spec, start).work()


@dataclass(eq=False)
class _Attributing:
    sweeping: PairSweeping
    spec: AttributionSpec
    start: Place
    _latest: Sloped | None = field(default=None, init=False)
    """Of the group whose gradient was taken last."""

    def work(self) -> EstimatedAverages:
        """With nothing estimated yet."""
        work = self.sweeping.begun(EstimatedAverages)
        work.describe(sentence=f"{work.info.sentence}, estimated by the gradient at {self._run}")
        work.steps = self._steps(work)
        return work

    @property
    def _run(self) -> str:
        base, donor = ("corrupt", "clean") if self.sweeping.asked.turned else ("clean", "corrupt")
        return where_taken(base, donor, self.spec.steps, self.sweeping.asked.now.plan)

    def _steps(self, work: EstimatedAverages) -> Iterator[Step]:
        effects, differing, n = RunningMean(), set[tuple[int, ...]](), 0
        for group in self.sweeping.groups(TOKENS_AT_ONCE):
            yield Step(partial(self._slope, group), passes=2 + self.spec.steps)
            found = self._found()
            self.sweeping.note(found.runs, work)
            effects.add(effects_of(self.sweeping.asked, found))
            differing |= self._differing(found)
            n += len(group.pairs)
            work.estimate(effects, n)
        yield from self._patched(work, sorted(differing))

    def _slope(self, group: Group) -> Tensor:
        # Two groups at once would take twice the memory.
        self._latest = None
        asked, sweeping = self.sweeping.asked, self.sweeping
        self._latest = sloped(sweeping, group, places_of(asked.cells), self.start, self.spec.steps)
        return torch.empty(0)

    def _found(self) -> Sloped:
        found, self._latest = self._latest, None
        assert found is not None
        return found

    def _differing(self, found: Sloped) -> set[tuple[int, ...]]:
        """Cells at which some pair's runs differ, where it is read."""
        asked, runs = self.sweeping.asked, found.runs
        cells, last = asked.cells_of(runs.group), asked.answers(runs.group.pairs).readout.positions[-1]
        due = due_among_pairs(cells, runs.base.activations, runs.put.activations, last)
        return {each.cell.at[1:] for each in due}

    def _patched(self, work: EstimatedAverages, cells: Sequence[tuple[int, ...]]) -> Iterator[Step]:
        """To the cells that are patched for real, over all pairs."""
        estimate, known = work.columns["estimate"], set(cells)
        every = [tuple(cell) for cell in work.waiting.nonzero().tolist()]
        work.settle([cell for cell in every if cell[1:] not in known])
        found = picked(cells, estimate, work.info.baseline, self.spec, self._run)
        work.describe(estimated=found)
        numbers = {*found.top, *found.sample}
        chosen = {cell for cell in cells if number_of(cell, estimate.shape) in numbers}
        work.leave(chosen)
        groups = self.sweeping.groups() if chosen else []
        for step in self.sweeping.steps(groups, work, chosen):
            yield step
            self._compare(work, found)
        self._compare(work, found)

    def _compare(self, work: EstimatedAverages, found: Estimated) -> None:
        estimate, values = work.columns["estimate"], work.columns["values"]
        work.describe(estimated=compared(found, estimate, values, work.info.baseline))


def places_of(cells: Sequence[Cell]) -> list[Place]:
    """Where cells are, with all that their hook points have."""
    places = {part.place.hook: part.place for cell in cells for part in cell.parts}
    return [Place(hook, position_axis=place.position_axis) for hook, place in places.items()]


def effects_of(asked: Asked, found: Sloped) -> Tensor:
    """What a gradient makes of each cell of each pair of a group [pair, …]; not a number where there is no
    such cell."""
    pairs = found.runs.group.pairs
    tables = _tables(asked, found, pairs)
    shape = [len(labels) for labels in asked.axes.values()]
    inner = shape if asked.columns is None else shape[:-1]
    effects = torch.full((len(pairs), asked.n_columns, *inner), torch.nan)
    for cell in asked.cells:
        sums = [_of(part, tables[part.place.hook]) for part in cell.parts]
        effects[(slice(None), slice(None), *cell.at)] = torch.stack(sums).sum(0)
    return effects[:, 0] if asked.columns is None else effects.movedim(1, -1)


def _tables(asked: Asked, found: Sloped, pairs: Sequence[Pair]) -> Mapping[str, Tensor]:
    """By hook name: [pair, column, index], or [pair, column, 1] where a place is all that a hook has."""
    positions = asked.positions(pairs)
    places = {part.place.hook: part.place for cell in asked.cells for part in cell.parts}
    return {
        hook: in_columns(_table(place, found.products(hook)).cpu(), positions)
        for hook, place in places.items()
    }


def _table(place: Place, products: Tensor) -> Tensor:
    """Sums [pair, pos, index] of products [pair, pos, …]."""
    if place.axis is None:
        whole = products.movedim(place.position_axis, 1)
        return whole.flatten(2).sum(-1, keepdim=True)
    whole = products.movedim((place.position_axis, place.axis), (1, 2))
    return whole.flatten(3).sum(-1) if whole.ndim > 3 else whole


def _of(cell: Cell, table: Tensor) -> Tensor:
    """[pair, column]."""
    index = cell.place.index
    if cell.place.axis is None or index is None:
        return table.sum(-1)
    return table[..., index] if isinstance(index, int) else table[..., list(index)].sum(-1)
