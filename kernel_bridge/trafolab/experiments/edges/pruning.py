"""Which edges make a circuit of a given size: the largest that lead on to the logits."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice

import torch
from torch import Tensor

from .edge_graph import Graph


def entry_order(graph: Graph, scores: Tensor, most: int | None = None) -> Tensor:
    """The order [sender, receiver], from 1 on, in which edges join a circuit that grows from the logits: each
    time the edge with the largest score, either way, of those that lead to what is in it. So every circuit is
    part of all larger ones. Not a number for what is no edge, or leads nowhere, or comes after ``most``."""
    order = torch.full_like(scores, float("nan"))
    joined = [*islice(_growing(graph, scores.abs()), most)]
    if joined:
        places = torch.arange(1, len(joined) + 1, dtype=order.dtype)
        order[tuple(torch.tensor(joined).T)] = places
    return order


def _growing(graph: Graph, sizes: Tensor) -> Iterator[tuple[int, int]]:
    """Of each reader that is in it, only the largest edge that has not joined yet waits in the heap: all of
    them, of a thousand heads, would be millions."""
    inputs: dict[int, list[int]] = {}
    for receiver, fed in enumerate(graph.feeds):
        for sender in fed:
            inputs.setdefault(sender, []).append(receiver)
    known = sizes.masked_fill(~graph.edges | sizes.isnan(), -1)
    by_size, senders = (
        each.T.contiguous().numpy() for each in torch.sort(known, dim=0, descending=True, stable=True)
    )
    heap: list[tuple[float, int, int, int]] = []
    reached = set[int]()

    def waiting(receiver: int, rank: int) -> tuple[float, int, int, int] | None:
        size = float(by_size[receiver, rank]) if rank < by_size.shape[1] else -1.0
        return None if size < 0 else (-size, int(senders[receiver, rank]), receiver, rank)

    def reach(receiver: int) -> None:
        first = None if receiver in reached else waiting(receiver, 0)
        reached.add(receiver)
        if first is not None:
            heapq.heappush(heap, first)

    for receiver, fed in enumerate(graph.feeds):
        if not fed:
            reach(receiver)
    while heap:
        _, sender, receiver, rank = heap[0]
        following = waiting(receiver, rank + 1)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, following)
        yield sender, receiver
        for each in inputs.get(sender, ()):
            reach(each)
