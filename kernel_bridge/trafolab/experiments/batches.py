"""Which cells share a forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .kinds import Cell

_PASS = 16
"""What a pass costs beside its tokens, in tokens: Python walks through every module of the model."""

_MOST_TOKENS = 4096
"""Tokens in one pass: more of them are not computed any faster, and a sweep stops between passes."""


@dataclass(frozen=True)
class Batch:
    """Cells of one layer, that are computed from one position on."""

    layer: int
    start: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Due:
    """A cell whose values differ from the recorded ones, from this position on."""

    cell: Cell
    start: int


def batches(due: Sequence[Due], n_tokens: int, most_tokens: int) -> Iterator[Batch]:
    """The cells in as few tokens as can be: those of one layer and of like beginnings together.

    ``most_tokens``: what the memory holds at once.
    """
    for layer in dict.fromkeys(each.cell.layer for each in due):
        same = sorted((each for each in due if each.cell.layer == layer), key=lambda each: each.start)
        for start, cells in _split(same, n_tokens, min(most_tokens, _MOST_TOKENS)):
            yield Batch(layer, start, cells)


def _split(due: Sequence[Due], n_tokens: int, most: int) -> Iterator[tuple[int, list[Cell]]]:
    """The cheapest way to cut the list into runs, each of which begins where its first cell does."""
    starts = [each.start for each in due]
    # Cells that begin together are never worth parting, so only changes of the beginning are looked at.
    cuts = [i for i in range(len(due)) if i == 0 or starts[i] != starts[i - 1]] + [len(due)]
    cost = {len(due): 0.0}
    cut_at: dict[int, int] = {}
    for place in range(len(cuts) - 2, -1, -1):
        begin = cuts[place]
        ways = (
            (
                _PASS * -(-(end - begin) * (n_tokens - starts[begin]) // most)
                + (end - begin) * (n_tokens - starts[begin])
                + cost[end],
                end,
            )
            for end in cuts[place + 1 :]
        )
        cost[begin], cut_at[begin] = min(ways)
    begin = 0
    while begin < len(due):
        end, start = cut_at[begin], starts[begin]
        size = max(1, most // (n_tokens - start))
        for first in range(begin, end, size):
            yield start, [each.cell for each in due[first : min(first + size, end)]]
        begin = end
