"""What a specification of a sweep over pairs means here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.metric import MetricKind

from ...errors import OperationError
from ...pairs import END, Pair, pairs_of
from ...pairs.setting import pair_set, text_of
from ..kinds import Cell, kind_of, n_heads
from ..sweeping import cells_at
from .acting import acting_on, refuse_bound
from .answers import Answers, kind_for
from .groups import Group
from .rows import PairCell

if TYPE_CHECKING:
    from ...snapshot import Now


class Asked:
    """Raises :class:`LabError` where it can't be made, without a pass."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        if spec.source is not None and spec.ablate is None:
            what = "Over pairs, values come from each pair's other prompt."
            raise OperationError("bad_argument", what, spec.source, "Leave source out.")
        self.now, self.spec, self.kind = now, spec, kind_of(spec.what)
        if not self.kind.layered:
            what, advice = (
                f"{self.kind.name} can't be swept over pairs.",
                "Sweep over resid_pre: its first layer.",
            )
            raise OperationError("no_cells", what, spec.what, advice)
        self.set = pair_set(now.core, spec.over or "")
        self.pairs = pairs_of(self.set, now.bench.tensors)
        self.columns = self._columns()
        self.cells = cells_at(now, self.kind, 1, by_position=False)
        self.acting = acting_on(now)
        refuse_bound(self.acting, self.set.roles, self.set.name)
        self.metric_kind: MetricKind = kind_for(now.core.metric, self.pairs, self.set.name)

    def answers(self, pairs: Sequence[Pair]) -> Answers:
        """How some of the pairs are measured."""
        return Answers(self.metric_kind, pairs)

    @property
    def turned(self) -> bool:
        """Whether values are put into the corrupt runs."""
        return self.spec.ablate is None and self.spec.direction == "denoise"

    @property
    def axes(self) -> dict[str, list[str]]:
        """The labels along each axis."""
        catalogue = self.now.bench.held.catalogue
        axes = {"layer": [str(layer.index) for layer in catalogue.structure.layers]}
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
        if self.columns == "role":
            axes["role"] = self.set.roles
        elif self.columns == "pos":
            axes["pos"] = [self._position(index) for index in range(self.set.lengths[0])]
        return axes

    def cells_of(self, group: Group) -> list[PairCell]:
        """All cells of a group's pairs."""
        return [cell for place in range(len(group.pairs)) for cell in self._cells_of(group, place)]

    @cached_property
    def n_cells(self) -> int:
        """Cells of all pairs together."""
        columns = sum(1 if self.columns is None else len(self._places(pair)) for pair in self.pairs)
        return columns * len(self.cells)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """How each pair reads."""
        words = self.now.bench.held.words
        return [(text_of(pair.clean, words), text_of(pair.corrupt, words)) for pair in self.pairs]

    def _cells_of(self, group: Group, place: int) -> Iterator[PairCell]:
        index, places = group.indices[place], self._places(group.pairs[place])
        for cell in self.cells:
            if self.columns is None:
                yield _cell(cell, (index, *cell.at), None, place)
                continue
            for column, position in places:
                yield _cell(cell, (index, *cell.at, column), position, place)

    def _places(self, pair: Pair) -> list[tuple[int, int]]:
        """Each column that a pair has, with its position there."""
        if self.columns == "pos":
            return [(index, index) for index in range(pair.n_tokens)]
        return [(i, pair.roles[role]) for i, role in enumerate(self.set.roles) if role in pair.roles]

    def _columns(self) -> Literal["role", "pos"] | None:
        spec = self.spec
        wanted = spec.by is not None if spec.by_position is None else spec.by_position
        if not wanted and (spec.by_position is not None or not self.kind.by_position):
            return None
        alike = len(self.set.lengths) == 1
        if spec.by == "pos" and not alike:
            what = (
                f"The pairs of {self.set.name} have {self.set.lengths[0]} to {self.set.lengths[-1]} tokens, "
            )
            advice = 'Sweep by="role", or over pairs of one length.'
            raise OperationError(
                "unequal_lengths", f"{what}so positions have nothing in common.", None, advice
            )
        named = self.set.roles != [END]
        return spec.by or ("role" if named or not alike else "pos")

    def _position(self, index: int) -> str:
        words = self.now.bench.held.words
        found = {words.text(pair.clean[index]) for pair in self.pairs}
        return f"{index} {found.pop()}" if len(found) == 1 else str(index)


def _cell(cell: Cell, at: tuple[int, ...], position: int | None, pair: int) -> PairCell:
    return PairCell(at, cell.layer, cell.place, position, cell.target, pair)
