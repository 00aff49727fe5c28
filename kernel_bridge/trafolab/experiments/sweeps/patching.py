"""Values of another run, put into many rows at once, each at a place of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn.functional import pad

from ...interventions.edit import Change, Edit, Given
from ...targets import Place
from .kinds import Cell
from .recording import first_of

KEY = "experiment"


def patch(cells: Mapping[int, Cell], donor: Tensor, start: int) -> Edit:
    """The edit that puts into each row what ``donor`` [pos, …] has at that row's cell, in a pass that begins
    at ``start``, and changes no positions that ``donor`` does not have. All cells are of one hook point."""
    place = next(iter(cells.values())).place
    whole = Place(place.hook, position_axis=place.position_axis, carry=place.carry)
    return Edit(f"{KEY} {place.hook}", whole, _change([*cells], [*cells.values()], donor, start))


class Differing:
    """Where putting a run's values into another changes anything, to the last bit. Both are [pos, …] by hook
    name; what cells of one place have in common is compared once."""

    def __init__(self, base: Mapping[str, Tensor], donor: Mapping[str, Tensor]) -> None:
        self._base, self._donor = base, donor
        self._changes: dict[Place, Tensor] = {}
        self._found: dict[tuple[Place, int | None], frozenset[int]] = {}

    def start(self, cell: Cell) -> int | None:
        """The first position at which a cell changes anything; None where it changes nothing."""
        positions = self._positions(cell.place, cell.key)
        if cell.position is not None:
            return cell.position if cell.position in positions else None
        return min(positions, default=None)

    def _positions(self, place: Place, key: int | None) -> frozenset[int]:
        if (place, key) not in self._found:
            changed = self._changed(place)
            changed = changed.reshape(len(changed), -1) if key is None else changed[..., key]
            self._found[place, key] = frozenset(changed.nonzero()[:, 0].tolist())
        return self._found[place, key]

    def _changed(self, place: Place) -> Tensor:
        """[pos, …], of a pattern's rows [pos, key]."""
        if place not in self._changes:
            axis, donor = place.position_axis - 1, self._donor[place.hook]
            base = first_of(self._base[place.hook], place, donor.shape[axis])
            ours, theirs = (place.slice(each[None])[0].movedim(axis, 0) for each in (base, donor))
            self._changes[place] = ours != theirs
        return self._changes[place]


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
