"""A sweep over some of its targets alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...errors import OperationError
from ...targets import Catalogue
from .kinds import Cell

Axes = dict[str, list[str]]
_NARROWED = ("layer", "head")
"""Axes that keep only what is left; positions stay as they are."""


def narrowed(
    axes: Axes, cells: Sequence[Cell], catalogue: Catalogue, names: Sequence[str]
) -> tuple[Axes, list[Cell]]:
    """The cells of the components that names and globs stand for, and the axes with these alone.

    Raises :class:`LabError` where there is no such component, or none of them is among the cells.
    """
    wanted = {target.component for name in names for target in catalogue.find(name)}
    left = [cell for cell in cells if catalogue.find(cell.target)[0].component in wanted]
    if not left:
        what = f"{', '.join(names)} is nothing that this sweep goes over."
        raise OperationError("no_cells", what, names[0], f"It goes over such as {cells[0].target}.")
    kept = {
        place: sorted({cell.at[place] for cell in left})
        for place, axis in enumerate(axes)
        if axis in _NARROWED
    }
    return _axes(axes, kept), [replace(cell, at=_moved(cell.at, kept)) for cell in left]


def _axes(axes: Axes, kept: Mapping[int, list[int]]) -> Axes:
    every = enumerate(axes.items())
    return {name: [labels[i] for i in kept.get(place, range(len(labels)))] for place, (name, labels) in every}


def _moved(at: tuple[int, ...], kept: Mapping[int, list[int]]) -> tuple[int, ...]:
    return tuple(kept[place].index(i) if place in kept else i for place, i in enumerate(at))
