"""Values of another run, put into many rows at once, each at a place of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn.functional import pad

from ..interventions.edit import Change, Edit, Given
from ..targets import Place
from .kinds import Cell
from .recording import first_of

KEY = "experiment"


def patch(cells: Mapping[int, Cell], donor: Tensor, start: int) -> Edit:
    """The edit that puts into each row what ``donor`` [pos, …] has at that row's cell, in a pass that begins
    at ``start``, and changes no positions that ``donor`` does not have. All cells are of one hook point."""
    place = next(iter(cells.values())).place
    whole = Place(place.hook, position_axis=place.position_axis, carry=place.carry)
    return Edit(f"{KEY} {place.hook}", whole, _change([*cells], [*cells.values()], donor, start))


def differs_from(cell: Cell, base: Tensor, donor: Tensor) -> int | None:
    """The first position at which putting in the donor's values changes anything; None where they are
    equal to the last bit. Both are [pos, …]."""
    axis = cell.place.position_axis - 1
    base = first_of(base, cell.place, donor.shape[axis])
    ours, theirs = (cell.place.slice(each[None])[0].movedim(axis, 0) for each in (base, donor))
    if cell.key is not None:
        ours, theirs = ours[..., cell.key], theirs[..., cell.key]
    if cell.position is not None:
        return None if torch.equal(ours[cell.position], theirs[cell.position]) else cell.position
    changed = (ours != theirs).flatten(1).any(1) if ours.ndim > 1 else ours != theirs
    found = changed.nonzero()
    return int(found[0]) if len(found) else None


def _change(rows: Sequence[int], cells: Sequence[Cell], donor: Tensor, start: int) -> Change:
    def patched(old: Tensor, given: Given) -> Tensor:
        del given
        here, each = torch.tensor(rows, device=old.device), torch.arange(len(cells), device=old.device)
        old = _expanded(old, rows)
        fitting = _fitting(donor.to(old), cells[0].place, old, start)
        new, source = old.clone(), fitting[None].expand(len(cells), *fitting.shape)
        covered = (start, source.shape[cells[0].place.position_axis])
        new[_index(cells, here, old, covered, start)] = source[_index(cells, each, old, covered, 0)]
        return new

    return patched


def _expanded(old: Tensor, rows: Sequence[int]) -> Tensor:
    """An embedding may be there once for all rows."""
    return old.expand(max(rows) + 1, *old.shape[1:]) if len(old) == 1 else old


def _fitting(donor: Tensor, place: Place, old: Tensor, start: int) -> Tensor:
    """No longer than the pass; of a pattern with as many keys, of which earlier queries see none."""
    length = start + old.shape[place.position_axis]
    if donor.shape[place.position_axis - 1] > length:
        donor = first_of(donor, place, length)
    return pad(donor, (0, old.shape[-1] - donor.shape[-1])) if place.by_key else donor


def _index(
    cells: Sequence[Cell], rows: Tensor, like: Tensor, covered: tuple[int, int], begins_at: int
) -> tuple[Tensor | slice, ...]:
    """What is changed, in a tensor whose first position is ``begins_at``."""
    place = cells[0].place
    index: list[Tensor | slice] = [rows, *[slice(None)] * (like.ndim - 1)]
    index[place.position_axis] = slice(covered[0] - begins_at, covered[1] - begins_at)
    if cells[0].position is not None:
        positions = [-1 if cell.position is None else cell.position - begins_at for cell in cells]
        index[place.position_axis] = torch.tensor(positions, device=like.device)
    if cells[0].key is not None:
        keys = [-1 if cell.key is None else cell.key for cell in cells]
        index[place.position_axis + 1] = torch.tensor(keys, device=like.device)
    if place.axis is not None:
        index[place.axis] = torch.tensor([cell.place.index for cell in cells], device=like.device)
    return tuple(index)
