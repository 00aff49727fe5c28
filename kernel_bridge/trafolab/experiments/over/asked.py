"""What a specification of a sweep over pairs means here, where many of them share a pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import SweepSpec

from ...errors import MetricError
from ...pairs import Pair
from ...pairs.metric import takes_several
from ...targets import Catalogue, Place
from ..asked import cells_at, whole_places
from ..kinds import Cell, kind_of, n_heads
from ..narrowing import narrowed
from .answers import Answers
from .columns import columns_of
from .groups import Group
from .rows import PairCell
from .subject import Subject, refuse_source

if TYPE_CHECKING:
    from ...snapshot import Now


class Asked(Subject):
    """Raises :class:`LabError` where it can't be made, without a pass."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        refuse_source(spec)
        super().__init__(now, spec.over or "")
        self._refuse_several()
        self.spec, self.kind = spec, kind_of(spec.what)
        words = now.bench.held.words
        self.columns = columns_of(self, spec.by, words) if self._told_apart else None
        catalogue = now.bench.held.catalogue
        self.cells, self._inner = cells_at(now, self.kind, 1, by_position=False), self._inner_axes(catalogue)
        if spec.only:
            self._inner, self.cells = narrowed(self._inner, self.cells, catalogue, spec.only)

    def _refuse_several(self) -> None:
        # Sweeps of such pairs go one after the other, and do not come here.
        if takes_several(self.metric, self.pairs):
            name = self.set.name
            what = f"In {name} there are answers of several tokens, which can't be estimated over pairs yet."
            advice = f"Sweep over {name}, or make a pair the prompt: lab.use_pair({name!r}, 0)."
            raise MetricError("not_one_token", what, name, advice)

    def answers(self, pairs: Sequence[Pair]) -> Answers:
        """How some of the pairs are measured."""
        return Answers(self.metric, pairs, self.now.bench.functions, self.turned)

    @property
    def places(self) -> list[Place]:
        """The hook points of its cells, with all that they have."""
        return whole_places(self.cells)

    @property
    def turned(self) -> bool:
        """Whether values are put into the corrupt runs."""
        return self.spec.ablate is None and self.spec.direction == "denoise"

    @property
    def axes(self) -> dict[str, list[str]]:
        """The labels along each axis."""
        return self._inner | ({} if self.columns is None else {self.columns.by: [*self.columns.labels]})

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
