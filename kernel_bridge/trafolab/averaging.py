"""Means and draws over many prompts' values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .errors import OperationError
from .targets import Place

POOL = 512
"""Positions that draws are made from at most: more would only fill the disk."""

_BATCH_TOKENS = 2048
"""Tokens in one forward pass over a reference set."""


@dataclass(frozen=True)
class Rows:
    """The values of several prompts at some hook points."""

    ids: Sequence[list[int]]
    read: Callable[[list[list[int]]], Mapping[str, Tensor]]
    """Activations [row, pos, …] by hook of prompts of one length."""
    bos: int | None
    """The id that begins a prompt without meaning anything."""

    @property
    def common_length(self) -> int:
        """Raises :class:`OperationError` where the prompts differ in length."""
        lengths = {len(row) for row in self.ids}
        if len(lengths) != 1:
            spread = f"{min(lengths)} to {max(lengths)} tokens"
            what = f"The prompts have {spread}, so positions have no mean in common."
            advice = "Leave by_position out, or use prompts of one length."
            raise OperationError("unequal_lengths", what, None, advice)
        return lengths.pop()

    def batches(self) -> Iterator[tuple[list[list[int]], Mapping[str, Tensor]]]:
        """All prompts with their values, in batches of one length each."""
        by_length: dict[int, list[list[int]]] = {}
        for row in self.ids:
            by_length.setdefault(len(row), []).append(row)
        for length, rows in by_length.items():
            size = max(1, _BATCH_TOKENS // length)
            for start in range(0, len(rows), size):
                batch = rows[start : start + size]
                yield batch, self.read(batch)

    @property
    def n_positions(self) -> int:
        """How many positions count."""
        return sum(len(row) - self.begin(row) for row in self.ids)

    def begin(self, row: list[int]) -> int:
        """Index of the first token that counts: behind BOS, unless there is nothing else."""
        return 1 if len(row) > 1 and row[0] == self.bos else 0


def mean_of(rows: Rows, places: Sequence[Place], *, by_position: bool = False) -> tuple[list[Tensor], int]:
    """The mean at each place, without BOS, in float64 and back; and over how many positions it is.

    ``by_position``: one for each position, [pos, …], BOS included.
    """
    totals: list[Tensor | None] = [None] * len(places)
    count, dtype = 0, torch.float32
    for batch, found in rows.batches():
        begin = 0 if by_position else rows.begin(batch[0])
        added = 0
        for i, place in enumerate(places):
            values = place.kept(found[place.hook])[:, begin:]
            dtype, added = values.dtype, len(batch) * (1 if by_position else values.shape[1])
            total = values.double().sum(0 if by_position else (0, 1))
            before = totals[i]
            totals[i] = total if before is None else before + total
        count += added
    return [(total / count).to(dtype) for total in totals if total is not None], count


def pool_of(rows: Rows, places: Sequence[Place], seed: int) -> tuple[list[Tensor], int]:
    """Values [n, …] at each place to draw from, without BOS: of all places at the same positions."""
    kept: list[list[Tensor]] = [[] for _ in places]
    for batch, found in rows.batches():
        begin = rows.begin(batch[0])
        for i, place in enumerate(places):
            kept[i].append(place.kept(found[place.hook])[:, begin:].flatten(0, 1))
    pools = [torch.cat(parts) for parts in kept]
    n = len(pools[0])
    if n > POOL:
        chosen = torch.randperm(n, generator=torch.Generator().manual_seed(seed))[:POOL]
        pools = [pool[chosen.to(pool.device)] for pool in pools]
    return pools, min(n, POOL)
