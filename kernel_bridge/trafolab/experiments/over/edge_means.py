"""Means over pairs of what edges carry, as they come in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor
from trafolab_protocol.experiments import ExperimentInfo

from ..edges.edge_graph import Graph
from ..progress import ABSENT, COMPUTED, EQUAL, ESTIMATED, WAITING
from ..work import Step, Work
from .bootstrap import drawn_means, interval
from .sloping import RunningMean

COLUMNS = ("values", "estimate", "order", "low", "high", "n")
Edge = tuple[int, int]


@dataclass(eq=False)
class EdgeMeans(Work):
    """An experiment on edges over pairs. A step's cells begin with the pair. Of millions of edges the numbers
    of single pairs would fill the memory: they are kept of those alone that are patched."""

    baselines: Tensor = field(kw_only=True)
    """[pair]: the metric of the run that is changed; not a number where it is not known yet."""
    others: Tensor = field(kw_only=True)
    """[pair]: of the run that values come from."""
    effects: dict[Edge, Tensor] = field(default_factory=dict[Edge, Tensor])
    """Of edges that are patched [pair]."""
    _left: int = 0
    """Edges that are not patched, for each pair."""
    _patched: int = 0

    def take(self, step: Step, numbers: Tensor) -> None:
        """Note what an edge carries in one of the pairs."""
        for (pair, *edge), number in zip(step.cells, numbers.tolist(), strict=True):
            self._note((edge[0], edge[1]), pair, number - float(self.baselines[pair]))
            self.progress[tuple(edge)] = COMPUTED
            self._patched += 1
        self.describe(n_passes=self.info.n_passes + step.passes)

    def known(self, pair: int, baseline: float, other: float) -> None:
        """Note what both runs of a pair gave as they are."""
        self.baselines[pair], self.others[pair] = baseline, other
        self.describe(baseline=float(self.baselines.nanmean()), other=float(self.others.nanmean()))

    def estimate(self, effects: RunningMean, n_pairs: int) -> None:
        """Note the mean over the first so many pairs of what each edge changes."""
        self.columns["estimate"].copy_(self.info.baseline + effects.mean)
        self.columns["n"].copy_(effects.n)
        self.describe(n_estimated=n_pairs)

    def leave(self, chosen: Collection[Edge], equal: Tensor) -> None:
        """Note that these edges alone will be patched, and which carry the same in both runs of all pairs
        [sender, receiver]."""
        n = len(self.baselines)
        self.progress[equal], self.columns["values"][equal] = EQUAL, self.info.baseline
        self.progress[self.progress == WAITING] = ESTIMATED
        for edge in chosen:
            self.progress[edge] = WAITING
            self.effects[edge] = torch.full((n,), torch.nan)
        self._left = n * int((self.progress == ESTIMATED).sum())
        self.describe(n_equal=n * int(equal.sum()))

    def settle(self, edge: Edge, pair: int) -> None:
        """Note that an edge carries the same in both runs of a pair."""
        self._note(edge, pair, 0.0)
        self.describe(n_equal=self.info.n_equal + 1)

    def conclude(self) -> None:
        """The intervals of what was patched."""
        if self.effects:
            edges = tuple(torch.tensor([*self.effects]).T)
            bounds = interval(drawn_means(torch.stack([*self.effects.values()], 1)))
            for name, bound in zip(("low", "high"), bounds, strict=True):
                self.columns[name][edges] = bound + self.info.baseline

    @property
    def n_done(self) -> int:
        """Edges of single pairs that are computed, or need not be."""
        return self._left + self.info.n_equal + self._patched

    @property
    def n_patched(self) -> int:
        """Those of them that took passes of their own."""
        return self._patched

    def _note(self, edge: Edge, pair: int, effect: float) -> None:
        self.effects[edge][pair] = effect
        self.columns["values"][edge] = self.info.baseline + float(self.effects[edge].nanmean())
        self.columns["n"][edge] = int((~self.effects[edge].isnan()).sum())


def edge_means(info: ExperimentInfo, axes: Mapping[str, list[str]], graph: Graph, n_pairs: int) -> EdgeMeans:
    """Of nothing yet."""
    edges = graph.edges
    columns = {name: torch.full(edges.shape, torch.nan) for name in COLUMNS}
    columns["n"] = torch.zeros(edges.shape)
    progress = torch.where(edges, WAITING, ABSENT).to(torch.uint8)
    nothing = torch.full((n_pairs,), torch.nan)
    return EdgeMeans(info, axes, columns, progress, iter(()), baselines=nothing, others=nothing.clone())
