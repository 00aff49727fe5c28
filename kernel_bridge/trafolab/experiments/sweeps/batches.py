"""Which cells share a forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .kinds import Cell

_PASS = 16
"""What a pass costs beside its tokens, in tokens: Python walks through every module of the model."""

_MOST_TOKENS = 512
"""Tokens in one pass: more of them are computed no faster, where what a block holds for a moment outgrows
the processor's cache, and a sweep stops between passes."""


@dataclass(frozen=True)
class Due:
    """A cell whose values differ from the recorded ones, from this position on."""

    cell: Cell
    start: int


@dataclass(frozen=True)
class Batch:
    """Cells that are computed together from one position on, each from its layer on."""

    start: int
    cells: Sequence[Cell]
    """By their layers, the lowest first."""
    from_layer: int | None = None
    """Where all of them begin; None where each begins at its own."""

    def rows(self, n_layers: int) -> list[int]:
        """How many of them are under way at each layer."""
        joining = [0] * n_layers
        for cell in self.cells:
            joining[cell.layer if self.from_layer is None else self.from_layer] += 1
        return list(accumulate(joining))


def batches(
    due: Sequence[Due], n_tokens: int, n_layers: int, most_tokens: int, *, growing: bool
) -> Iterator[Batch]:
    """The cells in as little work as can be: those that begin at like positions together.

    ``most_tokens``: what the memory holds at once. ``growing``: rows may join a pass at their layer;
    otherwise only cells of one layer share a pass.
    """
    most = min(most_tokens, _MOST_TOKENS)
    layers = [range(n_layers)] if growing else [range(i, i + 1) for i in range(n_layers)]
    for shared in layers:
        same = sorted((each for each in due if each.cell.layer in shared), key=lambda each: each.start)
        for start, cells in _split(same, n_tokens, n_layers):
            size = max(1, most // (n_tokens - start))
            ordered = sorted(cells, key=lambda cell: cell.layer)
            for first in range(0, len(ordered), size):
                yield Batch(start, ordered[first : first + size])


def _split(due: Sequence[Due], n_tokens: int, n_layers: int) -> Iterator[tuple[int, list[Cell]]]:
    """The cheapest way to cut the list into runs, each of which begins where its first cell does."""
    starts = [each.start for each in due]
    # Work of the cells from the first up to each, in layers that each token goes through.
    layers = [0, *accumulate(n_layers - each.cell.layer for each in due)]
    # Cells that begin together are never worth parting.
    cuts = [i for i in range(len(due)) if i == 0 or starts[i] != starts[i - 1]] + [len(due)]
    cost, cut_at = {len(due): 0}, dict[int, int]()
    for place in range(len(cuts) - 2, -1, -1):
        begin = cuts[place]
        ways = [
            (_PASS * n_layers + (layers[end] - layers[begin]) * (n_tokens - starts[begin]) + cost[end], end)
            for end in cuts[place + 1 :]
        ]
        cost[begin], cut_at[begin] = min(ways)
    begin = 0
    while begin < len(due):
        end = cut_at[begin]
        yield starts[begin], [each.cell for each in due[begin:end]]
        begin = end
