"""Whose paths are patched: a family of places, or targets by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...errors import OperationError
from ...targets import Target
from ..sweeps.kinds import KINDS, Cell, cells_of, positions_of
from .stations import Station, station_of

if TYPE_CHECKING:
    from ...models.held import Held

FAMILIES: Final = ("embed", "pos_embed", "resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out", "z")
"""What writes into the stream, or is it."""

_WRITES = ("head", "attn", "mlp", "neuron", "resid", "embed")


@dataclass(frozen=True)
class Senders:
    """Cells of senders, at canonical hook names, along some axes."""

    axes: dict[str, list[str]]
    stations: Mapping[Cell, Station]
    """Of all senders that come before the receivers, in the order of the axes."""


def by_position_of(name: str, given: bool | None) -> bool:
    """Whether positions are told apart."""
    return given if given is not None else name in FAMILIES and KINDS[name].by_position


def senders_of(
    held: Held,
    name: str,
    before: Station,
    tokens: Sequence[str],
    by_position: bool,
    among: Collection[int] | None = None,
) -> Senders:
    """The senders that a name means, of positions those ``among`` the given ones alone, where any are. Raises
    :class:`LabError` where none comes before the receivers."""
    family = name in FAMILIES
    cells = (_family if family else _named)(held, name, before, len(tokens), by_position, among)
    if not cells:
        what = f"{name} comes before none of the receivers, so no path goes from it to them."
        raise OperationError("no_path", what, name, "Name a sender in a lower layer.")
    _refuse_without_effect(held, name, cells[0])
    layered = family and KINDS[name].layered
    axes = _axes(name, cells) if layered else {"sender": list(dict.fromkeys(c.target for c in cells))}
    axes |= {"pos": list(tokens)} if by_position else {}
    return Senders(axes, {cell: _station(held, cell) for cell in cells})


def _family(
    held: Held, name: str, before: Station, n_tokens: int, by_position: bool, among: Collection[int] | None
) -> list[Cell]:
    kind, named = KINDS[name], held.at_canonical
    found = cells_of(kind, held.catalogue, n_tokens, named, by_position=by_position, among=among)
    return [cell for cell in found if _station(held, cell) < before]


def _named(
    held: Held, name: str, before: Station, n_tokens: int, by_position: bool, among: Collection[int] | None
) -> list[Cell]:
    catalogue, structure = held.catalogue, held.catalogue.structure
    targets = [_writing(target) for target in catalogue.find(name)]
    if len(targets) > 1 and any(target.kind == "embed" for target in targets):
        what = f"{name} means an embedding and others beside it."
        raise OperationError("no_sender", what, name, "Sweep over each of them alone.")
    cells: list[Cell] = []
    for row, target in enumerate(each for each in targets if station_of(each, structure) < before):
        place, layer = held.at_canonical(catalogue.place(target)), max(0, station_of(target, structure)[0])
        for position in positions_of(n_tokens, among) if by_position else (None,):
            at = (row,) if position is None else (row, position)
            cells.append(Cell(at, layer, place, position, target.name))
    return cells


def _axes(name: str, cells: Sequence[Cell]) -> dict[str, list[str]]:
    """Layers only as far as there are senders."""
    return {
        axis: [str(i) for i in range(1 + max(cell.at[place] for cell in cells))]
        for place, axis in enumerate(KINDS[name].axes)
    }


def _station(held: Held, cell: Cell) -> Station:
    return station_of(held.catalogue.find(cell.target)[0], held.catalogue.structure)


def _writing(target: Target) -> Target:
    if target.kind in _WRITES and target.part in (None, "z"):
        return target
    what = f"{target.name} does not write into the stream, so no path begins at it."
    advice = (
        f"Name a head, attn, mlp, a neuron, a stream or an embedding; or a family: {', '.join(FAMILIES)}."
    )
    raise OperationError("no_sender", what, target.name, advice)


def _refuse_without_effect(held: Held, name: str, cell: Cell) -> None:
    reason = held.without_effect(cell.place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{name} can't be patched: {reason}", name)
