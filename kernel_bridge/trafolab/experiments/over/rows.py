"""A sweep over pairs of one length at once: each row of a pass is one cell of one pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ...interventions.edit import Change, Edit, Given
from ...interventions.plan import Plan
from ...many import RecordedMany
from ...targets import Place
from ..sweeps.batches import Batch, Due
from ..sweeps.kinds import Cell
from ..sweeps.patching import KEY
from ..sweeps.sweep import Sweeper
from .answers import Answers


@dataclass(frozen=True)
class PairCell(Cell):
    """A cell of one of the pairs; ``at`` begins with the pair's place in the whole set."""

    pair: int = 0
    """Its place among those of its length."""


@dataclass(frozen=True, eq=False)
class PairSweeper(Sweeper):
    """A sweep over the cells of recorded pairs of one length. ``donor`` is [pair, pos, …]."""

    many: RecordedMany
    answers: Answers

    def read(self, batch: Batch) -> list[Tensor]:
        """What the metric reads [cell, 1, token] under each cell's patch."""
        base = self.many.rows([_pair(cell) for cell in batch.cells])
        return [self.read_one(batch, base, self.answers.readout)]

    def measured(self, cells: Sequence[Cell], found: Sequence[Tensor]) -> Tensor:
        """The metric [cell] of what was read of these cells, each by its own pair's answers."""
        return self.answers.values(found[0], [_pair(cell) for cell in cells], self.many.logits)

    def patched(self, plan: Plan, batch: Batch) -> Plan:
        """What acts already, and then each row's patch."""
        rows = [(row, part) for row, cell in enumerate(batch.cells) for part in cell.parts]
        for hook in dict.fromkeys(part.place.hook for _, part in rows):
            here = {row: part for row, part in rows if part.place.hook == hook}
            plan = plan.with_edit(_patch(here, self.donor[hook], batch.start))
        return plan


def due_among_pairs(
    cells: Sequence[PairCell], base: Mapping[str, Tensor], donor: Mapping[str, Tensor], last: int
) -> list[Due]:
    """The cells whose values differ in both runs, [pair, pos, …] by hook name, from where they do; none that
    begin behind the last position that is read."""
    every = [place for cell in cells for place in (cell.place, *cell.also)]
    whole = {
        hook: _differing(place, base[hook], donor[hook])
        for hook, place in {place.hook: place for place in every}.items()
    }
    differing = {key: whole[key[0]][key[1]].tolist() for key in {_slice(place): place for place in every}}
    found = list[Due]()
    for cell in cells:
        starts = [_start(differing[_slice(place)][cell.pair], cell) for place in (cell.place, *cell.also)]
        start = min((each for each in starts if each is not None), default=None)
        if start is not None and start <= last:
            found.append(Due(cell, start))
    return found


def _start(differs: Sequence[bool], cell: Cell) -> int | None:
    if cell.position is not None:
        return cell.position if differs[cell.position] else None
    return differs.index(True) if True in differs else None


def _slice(place: Place) -> tuple[str, int]:
    return place.hook, place.index if isinstance(place.index, int) else 0


def _differing(place: Place, base: Tensor, donor: Tensor) -> Tensor:
    """[slice, pair, pos]: where putting in the donor's values changes anything."""
    changed = (base != donor).movedim(place.position_axis, 1)
    if place.axis is None:
        return changed.flatten(2).any(-1)[None].cpu()
    # The axis of slices stood beside the positions', on one side or the other.
    within = changed.flatten(3).any(-1) if changed.ndim > 3 else changed
    return within.movedim(2, 0).cpu()


def _patch(cells: Mapping[int, Cell], donor: Tensor, start: int) -> Edit:
    place = next(iter(cells.values())).place
    whole = Place(place.hook, position_axis=place.position_axis, carry=place.carry)
    return Edit(f"{KEY} {place.hook}", whole, _change([*cells], [*cells.values()], donor, start))


def _change(at: Sequence[int], cells: Sequence[Cell], donor: Tensor, start: int) -> Change:
    def patched(old: Tensor, given: Given) -> Tensor:
        del given
        rows = torch.tensor(at, device=old.device)
        of = torch.tensor([_pair(cell) for cell in cells], device=old.device)
        new = old.clone()
        new[_index(cells, rows, old, start, start)] = donor.to(old)[_index(cells, of, old, start, 0)]
        return new

    return patched


def _index(
    cells: Sequence[Cell], rows: Tensor, like: Tensor, start: int, begins_at: int
) -> tuple[Tensor | slice, ...]:
    """What is changed, in a tensor whose first position is ``begins_at``."""
    return tuple(_along(cells, rows, like, start, begins_at))


def _along(
    cells: Sequence[Cell], rows: Tensor, like: Tensor, start: int, begins_at: int
) -> Iterator[Tensor | slice]:
    place = cells[0].place
    yield rows
    for axis in range(1, like.ndim):
        if axis == place.position_axis:
            at = [cell.position - begins_at for cell in cells if cell.position is not None]
            yield torch.tensor(at, device=like.device) if at else slice(start - begins_at, None)
        elif axis == place.axis:
            yield torch.tensor([cell.place.index for cell in cells], device=like.device)
        else:
            yield slice(None)


def _pair(cell: Cell) -> int:
    return cell.pair if isinstance(cell, PairCell) else 0
