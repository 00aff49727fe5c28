"""What a specification of a sweep over pairs means here, where many of them share a pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import SweepSpec

from ...pairs import Pair
from ...targets import Catalogue, Place
from ..sweeps.asked import cells_at, refuse_ranked, whole_places
from ..sweeps.kinds import Cell, kind_of, n_heads
from ..sweeps.narrowing import narrowed
from .answers import Answers
from .columns import columns_of
from .groups import Group
from .rows import PairCell
from .subject import Subject, refuse_source

if TYPE_CHECKING:
    from ...snapshot import Now


class Asked(Subject):
    """Raises :class:`LabError` where it can't be made, without a pass."""

    def __init__(self, now: Now, spec: SweepSpec, also: Sequence[Place] = ()) -> None:
        """``also``: hook points that are recorded too."""
        refuse_source(spec)
        super().__init__(now, spec.over or "")
        self.spec, self.kind, self._also = spec, kind_of(spec.what), also
        words = now.bench.held.words
        self.columns = columns_of(self, spec.by, words) if self._told_apart else None
        self._inner, self.cells = self._cells()

    def answers(self, pairs: Sequence[Pair]) -> Answers:
        """How some of the pairs are measured."""
        return Answers(self.metric, pairs, self.now.bench.functions, self.turned)

    @property
    def places(self) -> list[Place]:
        """The hook points of its cells, with all that they have; and what is recorded beside them."""
        return list({place.hook: place for place in [*whole_places(self.cells), *self._also]}.values())

    @property
    def turned(self) -> bool:
        """Whether values are put into the corrupt runs."""
        return self.spec.ablate is None and self.spec.direction == "denoise"

    @property
    def axes(self) -> dict[str, list[str]]:
        """The labels along each axis."""
        return self._inner | ({} if self.columns is None else {self.columns.by: [*self.columns.labels]})

    def positions(self, pairs: Sequence[Pair]) -> Tensor | None:
        """Where each column is in each of some pairs [pair, column], -1 where it is not; None where positions
        are not told apart."""
        if self.columns is None:
            return None
        found = torch.full((len(pairs), self.n_columns), -1)
        for row, pair in enumerate(pairs):
            for column, position in self.columns.places(pair):
                found[row, column] = position
        return found

    @property
    def n_columns(self) -> int:
        """How many columns there are; 1 where positions are not told apart."""
        return 1 if self.columns is None else len(self.columns.labels)

    def _cells(self) -> tuple[dict[str, list[str]], list[Cell]]:
        """The axes without the columns, and the cells along these."""
        refuse_ranked(self.kind)
        now, only, catalogue = self.now, self.spec.only, self.now.bench.held.catalogue
        cells, inner = cells_at(now, self.kind, 1, by_position=False), self._inner_axes(catalogue)
        return narrowed(inner, cells, catalogue, only) if only else (inner, cells)

    def cells_of(self, group: Group) -> list[PairCell]:
        """All cells of a group's pairs."""
        return [cell for place in range(len(group.pairs)) for cell in self._cells_of(group, place)]

    @cached_property
    def n_cells(self) -> int:
        """Cells of all pairs together."""
        along = self.columns
        columns = sum(1 if along is None else len(along.places(pair)) for pair in self.pairs)
        return columns * len(self.cells)

    @property
    def _told_apart(self) -> bool:
        if self.spec.by_position is None:
            return self.spec.by is not None or self.kind.by_position
        return self.spec.by_position

    def _inner_axes(self, catalogue: Catalogue) -> dict[str, list[str]]:
        axes = {"layer": [str(layer.index) for layer in catalogue.structure.layers]}
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
        return axes

    def _cells_of(self, group: Group, place: int) -> Iterator[PairCell]:
        index, pair = group.indices[place], group.pairs[place]
        columns = [(None, None)] if self.columns is None else self.columns.places(pair)
        for cell in self.cells:
            for column, position in columns:
                at = (index, *cell.at) if column is None else (index, *cell.at, column)
                yield _cell(cell, at, position, place)


def _cell(cell: Cell, at: tuple[int, ...], position: int | None, pair: int) -> PairCell:
    return PairCell(at, cell.layer, cell.place, position, cell.target, also=cell.also, pair=pair)
