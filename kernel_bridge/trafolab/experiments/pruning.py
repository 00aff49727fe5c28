"""Which edges make a circuit of a given size: the largest that lead on to the logits."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import torch
from torch import Tensor

from .edge_graph import Graph


def entry_order(graph: Graph, scores: Tensor) -> Tensor:
    """The order [sender, receiver], from 1 on, in which edges join a circuit that grows from the logits: each
    time the edge with the largest score, either way, of those that lead to what is in it. So every circuit is
    part of all larger ones. Not a number for what is no edge, or leads nowhere."""
    order = torch.full_like(scores, float("nan"))
    for place, edge in enumerate(_growing(graph, scores.abs().tolist()), start=1):
        order[edge] = place
    return order


def _growing(graph: Graph, sizes: list[list[float]]) -> Iterator[tuple[int, int]]:
    inputs: dict[int, list[int]] = {}
    for receiver, fed in enumerate(graph.feeds):
        for sender in fed:
            inputs.setdefault(sender, []).append(receiver)
    heap: list[tuple[float, int, int]] = []
    reached = set[int]()

    def reach(receiver: int) -> None:
        if receiver in reached:
            return
        reached.add(receiver)
        for sender in range(graph.before[receiver]):
            if sizes[sender][receiver] == sizes[sender][receiver]:
                heapq.heappush(heap, (-sizes[sender][receiver], sender, receiver))

    for receiver, fed in enumerate(graph.feeds):
        if not fed:
            reach(receiver)
    while heap:
        _, sender, receiver = heapq.heappop(heap)
        yield sender, receiver
        for each in inputs.get(sender, ()):
            reach(each)
