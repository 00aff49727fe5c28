"""Runs in which some edges carry another run's values, exactly: each reader's input is put together anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.structure import Structure

from ...averaging import Rows, mean_of
from ...executor import Executor
from ...interventions.edit import Change, Edit, Given
from ...interventions.plan import EMPTY
from ...metrics import Measure
from ...resuming import Recorded
from ...targets import Place
from ...trimming import Readout
from ..attribution.gradients import gradients
from ..attribution.slopes import refuse_flat
from .edge_graph import End, Graph
from .forking import forked

_KEY = "edges"


@dataclass(frozen=True, eq=False)
class EdgeRuns:
    """Passes over one prompt whose edges are told apart."""

    executor: Executor
    structure: Structure
    graph: Graph
    base: Recorded
    asked: Metric
    measure: Measure
    """Of one reading."""

    def recorded(self, ids: Sequence[int], *, plain: bool) -> Recorded:
        """A run with what all ends have; the prompt's own under what acts, unless ``plain``."""
        plan, donors = (EMPTY, {}) if plain else (self.base.plan, self.base.donors)
        with self.executor.lock, forked(self.executor.shadow.model, self.structure):
            return self.executor.record(ids, plan, self.graph.hooks, donors, self._readout, cached=False)

    @property
    def _readout(self) -> Readout:
        return self.measure.readings[0].readout

    def metric(self, read: Tensor) -> Tensor:
        """The metric [row] of what is read [row, pos, token]."""
        return self.measure.of([read], [self.base.logits])

    def _sloped(self, read: Tensor) -> Tensor:
        value = self.metric(read)
        if read.requires_grad and not value.requires_grad:
            refuse_flat(self.asked)
        return value

    def written(self, activations: Mapping[str, Tensor]) -> Tensor:
        """What each sender writes, [sender, pos, d_model], out of activations [pos, …]."""
        return torch.stack([_of(end, activations[end.hook]) for end in self.graph.senders])

    def mean(self, rows: Rows) -> Tensor:
        """What each sender writes in the mean over many prompts, [sender, 1, d_model]."""
        hooks = list(dict.fromkeys(end.hook for end in self.graph.senders))
        with self.executor.lock, forked(self.executor.shadow.model, self.structure):
            own = Rows(rows.ids, lambda batch: self.executor.read(batch, hooks), rows.bos)
            means, _ = mean_of(own, [Place(hook) for hook in hooks])
        return self.written({hook: mean[None] for hook, mean in zip(hooks, means, strict=True)})

    def scores(self, own: Recorded, other: Tensor, between: Sequence[Edit] = ()) -> Tensor:
        """The estimated change of the metric [sender, receiver] when one edge carries ``other`` [sender, pos,
        d_model]: that less what it carries in its ``own`` run, times the gradient at the receiver's input.
        Not a number where there is no edge."""
        places = [Place(hook) for hook in dict.fromkeys(end.hook for end in self.graph.receivers)]
        with self.executor.lock, forked(self.executor.shadow.model, self.structure):
            slopes = gradients(self.executor, own, places, self._readout, self._sloped, between)
        change = (other - self.written(own.activations)).float()
        columns = [
            torch.einsum("spd,pd->s", change, _of(end, slopes[end.hook])) for end in self.graph.receivers
        ]
        found = torch.stack(columns, 1).cpu()
        return torch.where(self.graph.edges, found, float("nan"))

    def patched(self, replaced: Tensor, other: Tensor) -> Tensor:
        """The metric [1] when the edges ``replaced`` [sender, receiver] carry ``other`` [sender, pos,
        d_model] in the place of what their senders write in this very run."""
        live, plan = dict[str, Tensor](), self.base.plan
        for hook in dict.fromkeys(end.hook for end in self.graph.senders):
            plan = plan.with_edit(Edit(f"{_KEY} from {hook}", Place(hook), _kept(hook, live)))
        for hook in dict.fromkeys(end.hook for end in self.graph.receivers):
            numbers = [i for i, end in enumerate(self.graph.receivers) if end.hook == hook]
            if bool(replaced[:, numbers].any()):
                change = self._rebuilt(numbers, replaced[:, numbers], other, live)
                plan = plan.with_edit(Edit(f"{_KEY} into {hook}", Place(hook), change))
        with self.executor.lock, forked(self.executor.shadow.model, self.structure):
            run = self.executor.record(self.base.ids, plan, (), self.base.donors, self._readout, cached=False)
        return self.metric(run.logits)

    def _rebuilt(
        self, numbers: Sequence[int], replaced: Tensor, other: Tensor, live: Mapping[str, Tensor]
    ) -> Change:
        rows = replaced.any(1).nonzero().flatten().tolist()
        ends, heads = self.graph.senders, [self.graph.receivers[i].head for i in numbers]

        def rebuilt(old: Tensor, given: Given) -> Tensor:
            del given
            change = torch.stack([other[row].to(old) - _of(ends[row], live[ends[row].hook]) for row in rows])
            change = torch.einsum("sr,spd->prd", replaced[rows].to(old), change)
            return old + (change[:, 0] if heads[0] is None else change)

        return rebuilt


def _of(end: End, values: Tensor) -> Tensor:
    """[pos, d_model] of one end, out of [pos, …]."""
    return values if end.head is None else values[:, end.head]


def _kept(hook: str, into: dict[str, Tensor]) -> Change:
    def keep(old: Tensor, given: Given) -> Tensor:
        del given
        into[hook] = old[0]
        return old

    return keep
