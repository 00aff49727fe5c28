"""Where what an experiment on one pair finds belongs among what is found of the set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor

from ...pairs import Pair
from .columns import PairColumns

At = tuple[int, ...]


@dataclass(frozen=True)
class Placed:
    """Cells of the set, and of which of the pair's own cells each has the number: two roles may stand at one
    position."""

    cells: Sequence[At]
    of: Sequence[int]


class Places:
    """Of one pair of a set. Its own cells end in as many positions as the set's do in columns: a pattern's
    entries have two of them."""

    def __init__(self, index: int, pair: Pair, columns: PairColumns | None, n_positions: int) -> None:
        self._index, self._n = index, n_positions
        places = [] if columns is None else columns.places(pair)
        self._columns: dict[int, list[int]] = {}
        for column, position in places:
            self._columns.setdefault(position, []).append(column)

    @property
    def positions(self) -> frozenset[int] | None:
        """Those that have a column; None where positions are not told apart."""
        return frozenset(self._columns) if self._n else None

    def placed(self, cells: Sequence[At]) -> Placed:
        """Cells of the pair's own."""
        found = [(cell, row) for row, at in enumerate(cells) for cell in self._of(at)]
        return Placed([cell for cell, _ in found], [row for _, row in found])

    def mask(self, inner: Tensor, n_columns: int) -> Tensor:
        """Bool: which cells of the set the pair has, of those that are there but for columns."""
        there = torch.zeros([n_columns] * self._n, dtype=torch.bool)
        for positions in product(self._columns, repeat=self._n):
            # A query sees no later key.
            if list(positions) == sorted(positions, reverse=True):
                for columns in product(*(self._columns[at] for at in positions)):
                    there[columns] = True
        return inner.view(*inner.shape, *[1] * self._n) & there

    def _of(self, at: At) -> Iterator[At]:
        inner = at[: len(at) - self._n]
        for columns in product(*(self._columns[position] for position in at[len(inner) :])):
            yield (self._index, *inner, *columns)
