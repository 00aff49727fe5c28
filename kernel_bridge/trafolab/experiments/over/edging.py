"""Edge attribution over a set of pairs: all edges estimated for each pair, and those with the largest means
patched in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import EdgesSpec, Estimated

from ..attribution.attributing import where_taken
from ..attribution.slopes import refuse_without_slope
from ..attribution.trust import compared, picked
from ..edges.edge_graph import graph_of
from ..edges.edging import patched, scores
from ..edges.pruning import entry_order
from ..progress import WAITING
from ..work import Step
from .edge_means import Edge, EdgeMeans, edge_means
from .edge_pairs import EdgePairs, subject_of
from .sloping import RunningMean
from .subject import Subject

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now

_RUNS = 3
"""Passes that make a pair's runs ready."""


def check(now: Now, spec: EdgesSpec) -> None:
    """Raises :class:`LabError` where it can't be made, without a pass."""
    _subject(now, spec)


def prepare(engine: Engine, now: Now, spec: EdgesSpec) -> EdgeMeans:
    """The edges in the laboratory as it was then. Raises :class:`LabError` where they can't be told apart."""
    return _Edging(EdgePairs(engine, _subject(now, spec), spec), spec).work()


def _subject(now: Now, spec: EdgesSpec) -> Subject:
    subject = subject_of(now, spec)
    refuse_without_slope(subject.metric)
    return subject


@dataclass(frozen=True)
class _Scored:
    """What a gradient makes of one pair."""

    scores: Tensor
    """[sender, receiver]"""
    differs: Tensor
    """Bool [sender]: whether it writes something else in the other run."""
    baseline: float
    other: float


@dataclass(eq=False)
class _Edging:
    pairs: EdgePairs
    spec: EdgesSpec
    _latest: _Scored | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._graph = graph_of(self.pairs.subject.now.bench.held)

    def work(self) -> EdgeMeans:
        """With nothing estimated yet."""
        graph, n_pairs = self._graph, len(self.pairs.subject.pairs)
        sentence = f"{self.pairs.donor}'s values carried by one edge in the {self.pairs.base} run, "
        sentence += f"{self.pairs.subject.over}, estimated by the gradient at {self._run}"
        info = self.pairs.info(sentence, n_pairs * int(graph.edges.sum()))
        axes = {
            "sender": [end.name for end in graph.senders],
            "receiver": [end.name for end in graph.receivers],
        }
        work = edge_means(info, axes, graph, n_pairs)
        work.describe(n_estimated=0)
        work.guard, work.steps = self.pairs.guard, self._steps(work)
        return work

    @property
    def _run(self) -> str:
        return where_taken(self.pairs.base, self.pairs.donor, self.spec.steps, self.pairs.subject.now.plan)

    def _steps(self, work: EdgeMeans) -> Iterator[Step]:
        effects, differs = RunningMean(), list[Tensor]()
        for index in range(len(self.pairs.subject.pairs)):
            yield Step(partial(self._score, index), passes=_RUNS + self.spec.steps)
            found = self._found()
            work.known(index, found.baseline, found.other)
            effects.add(found.scores[None])
            differs.append(found.differs)
            work.estimate(effects, index + 1)
        work.columns["order"].copy_(entry_order(self._graph, effects.mean))
        yield from self._verified(work, torch.stack(differs))

    def _verified(self, work: EdgeMeans, differs: Tensor) -> Iterator[Step]:
        """To the edges that are patched for real, in all pairs; ``differs``: [pair, sender]."""
        equal = self._graph.edges & ~differs.any(0)[:, None]
        cells = [(i, j) for i, j in ((work.progress == WAITING) & ~equal).nonzero().tolist()]
        estimate = work.columns["estimate"]
        found = picked(cells, estimate, work.info.baseline, self.spec, self._run)
        work.describe(estimated=found)
        chosen = [divmod(i, estimate.shape[1]) for i in dict.fromkeys([*found.top, *found.sample])]
        work.leave(chosen, equal)
        for index, own in enumerate(differs) if chosen else ():
            yield from self._patches(work, index, own, chosen)
            self._compare(work, found)
        work.conclude()

    def _patches(
        self, work: EdgeMeans, index: int, differs: Tensor, chosen: Sequence[Edge]
    ) -> Iterator[Step]:
        yield Step(partial(self._begin, index), passes=_RUNS)
        if index == 0:
            yield Step(self.pairs.setting.tried)
        for edge in chosen:
            if bool(differs[edge[0]]):
                yield Step(partial(patched, self.pairs.setting, edge), [(index, *edge)])
            else:
                work.settle(edge, index)

    def _score(self, index: int) -> Tensor:
        self._latest = None
        setting = self.pairs.begin(index)
        own = setting.runs.written(setting.own.activations)
        differs = (own != setting.others).flatten(1).any(1).cpu()
        found = scores(setting, self.spec.steps)
        self._latest = _Scored(found, differs, setting.baseline, setting.other)
        return torch.empty(0)

    def _found(self) -> _Scored:
        found, self._latest = self._latest, None
        assert found is not None
        return found

    def _begin(self, index: int) -> Tensor:
        self.pairs.begin(index)
        return torch.empty(0)

    def _compare(self, work: EdgeMeans, found: Estimated) -> None:
        estimate, values = work.columns["estimate"], work.columns["values"]
        work.describe(estimated=compared(found, estimate, values, work.info.baseline))
