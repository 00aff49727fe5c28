"""What a specification of a sweep over pairs means here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor
from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.metric import Metric

from ...errors import MetricError, OperationError
from ...pairs import END, Pair, pairs_of
from ...pairs.metric import takes_several
from ...pairs.pair import text_of
from ...pairs.setting import pair_set
from ...targets import Catalogue, Place
from ..asked import cells_at, refuse_ranked, whole_places
from ..kinds import KINDS, Cell, Kind, kind_of, n_heads
from ..narrowing import narrowed
from .acting import acting_on, refuse_bound
from .answers import Answers, refuse_unreadable
from .groups import Group
from .rows import PairCell

if TYPE_CHECKING:
    from ...snapshot import Now


class Asked:
    """Raises :class:`LabError` where it can't be made, without a pass."""

    def __init__(self, now: Now, spec: SweepSpec, also: Sequence[Place] = ()) -> None:
        """``also``: hook points that are recorded too."""
        self.now, self.spec, self.kind = now, spec, kind_of(spec.what)
        self._also = also
        _refuse(spec, self.kind)
        self.set = pair_set(now.core, spec.over or "")
        self.pairs = pairs_of(self.set, now.bench.tensors)
        self.columns = self._columns()
        self._inner, self.cells = self._cells()
        self.acting = acting_on(now)
        refuse_bound(self.acting, self.set.roles, self.set.name)
        self.metric = now.core.metric or Metric()
        refuse_unreadable(self.metric, self.pairs, self.set.name)
        if takes_several(self.metric, self.pairs):
            what = (
                f"In {self.set.name} there are answers of several tokens, which sweeps over pairs don't take."
            )
            advice = (
                f"Take lab.measured({self.set.name!r}), or lab.use_pair({self.set.name!r}, 0) and sweep that."
            )
            raise MetricError("not_one_token", what, self.set.name, advice)

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
        if self.columns == "role":
            return {**self._inner, "role": self.set.roles}
        if self.columns == "pos":
            return {**self._inner, "pos": [self._position(index) for index in range(self.set.lengths[0])]}
        return self._inner

    def positions(self, pairs: Sequence[Pair]) -> Tensor | None:
        """Where each column is in each of some pairs [pair, column], -1 where it is not; None where positions
        are not told apart."""
        if self.columns is None:
            return None
        found = torch.full((len(pairs), self.n_columns), -1)
        for row, pair in enumerate(pairs):
            for column, position in self._places(pair):
                found[row, column] = position
        return found

    @property
    def n_columns(self) -> int:
        """Places that are told apart in each pair; 1 for all at once."""
        return {None: 1, "role": len(self.set.roles), "pos": self.set.lengths[0]}[self.columns]

    def _cells(self) -> tuple[dict[str, list[str]], list[Cell]]:
        """The axes without the columns, and the cells along these."""
        refuse_ranked(self.kind)
        now, only, catalogue = self.now, self.spec.only, self.now.bench.held.catalogue
        cells, inner = cells_at(now, self.kind, 1, by_position=False), self._inner_axes(catalogue)
        return narrowed(inner, cells, catalogue, only) if only else (inner, cells)

    def _inner_axes(self, catalogue: Catalogue) -> dict[str, list[str]]:
        axes = {"layer": [str(layer.index) for layer in catalogue.structure.layers]}
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
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


def _refuse(spec: SweepSpec, kind: Kind) -> None:
    """Raises :class:`OperationError` for what can be done with one pair of prompts only."""
    said = {
        f"source={spec.source!r}": spec.source is not None and spec.ablate is None,
        'direction="both"': spec.direction == "both" and spec.ablate is None,
        'ablate="resample"': spec.ablate == "resample",
        kind.name: not kind.over_pairs,
    }
    wrong = next((what for what, here in said.items() if here), None)
    if wrong is not None:
        taken = ", ".join(each.name for each in KINDS.values() if each.over_pairs)
        advice = (
            f"It goes over {taken}; values come from each pair's other prompt, with direction "
            '"noise" or "denoise", or are ablated with "zero" or "mean".'
        )
        raise OperationError("bad_argument", f"A sweep over pairs can't take {wrong}.", spec.over, advice)


def _cell(cell: Cell, at: tuple[int, ...], position: int | None, pair: int) -> PairCell:
    return PairCell(at, cell.layer, cell.place, position, cell.target, also=cell.also, pair=pair)
