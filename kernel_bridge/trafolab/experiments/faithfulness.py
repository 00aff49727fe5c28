"""How much of the metric a circuit carries alone, prepared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import FaithfulnessSpec

from ..errors import OperationError
from ..literals import quoted
from ..prompts import CLEAN
from ..storing import rows_of
from .circuit import Faithfulness
from .edge_graph import graph_of
from .edge_setting import Setting, refuse_cut_stream, setting_of
from .progress import WAITING
from .pruning import entry_order
from .recipe import Recipe
from .work import Step, Work

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now

_BESIDE = ["the circuit", "no edges"]
_OPERATIONS = {
    "patch": "carry {donor}'s values",
    "mean": "carry their means over {reference}",
    "zero": "carry nothing",
}


def _check(now: Now, spec: FaithfulnessSpec) -> None:
    if not spec.edges:
        raise OperationError("no_circuit", "This circuit has no edges.", None, "Give pairs of names.")
    refuse_cut_stream(now, "noise", spec.source)
    graph = graph_of(now.bench.held)
    for edge in spec.edges:
        graph.number(edge.sender, edge.receiver)


def _prepare(engine: Engine, now: Now, spec: FaithfulnessSpec) -> Work:
    setting = setting_of(engine, now, "noise", spec.source)
    return _Faithfulness(setting, spec, _carried(engine, now, setting, spec)).work()


def _carried(engine: Engine, now: Now, setting: Setting, spec: FaithfulnessSpec) -> Tensor:
    """What edges outside the circuit carry, [sender, pos, d_model]."""
    if spec.operation == "patch":
        return setting.others
    if spec.operation == "zero":
        return torch.zeros_like(setting.others)
    rows = rows_of([], spec.reference or CLEAN, now.core, engine.tools(now))
    return setting.runs.mean(rows).expand_as(setting.others)


@dataclass(eq=False)
class _Faithfulness:
    setting: Setting
    spec: FaithfulnessSpec
    carried: Tensor

    def work(self) -> Work:
        """With nothing computed yet."""
        labels = [*_BESIDE, *(f"random {i + 1}" for i in range(self.spec.random))]
        how = _OPERATIONS[self.spec.operation].format(
            donor=self.setting.donor.name, reference=self.spec.reference or CLEAN
        )
        sentence = f"{len(self._own)} edges kept in the {self.setting.base.name} run; all others {how}"
        work = Work(
            self.setting.info(sentence, len(labels), 0),
            {"edges kept": labels},
            {"values": torch.full((len(labels),), float("nan"))},
            torch.full((len(labels),), WAITING, dtype=torch.uint8),
            iter(()),
        )
        work.guard, work.steps = self.setting.guard, self._steps()
        return work

    @property
    def _own(self) -> Sequence[tuple[int, int]]:
        graph = self.setting.runs.graph
        return list(dict.fromkeys(graph.number(edge.sender, edge.receiver) for edge in self.spec.edges))

    def _steps(self) -> Iterator[Step]:
        yield Step(self.setting.tried)
        draw = torch.Generator().manual_seed(self.spec.seed)
        circuits = [self._own, [], *(self._random(draw) for _ in range(self.spec.random))]
        for place, kept in enumerate(circuits):
            yield Step(partial(self._without, kept), [(place,)])

    def _without(self, kept: Sequence[tuple[int, int]]) -> Tensor:
        replaced = self.setting.runs.graph.edges
        for edge in kept:
            replaced[edge] = False
        return self.setting.runs.patched(replaced, self.carried)

    def _random(self, draw: torch.Generator) -> Sequence[tuple[int, int]]:
        """As many edges, grown from the logits as a circuit is, but along random scores."""
        graph = self.setting.runs.graph
        scores = torch.rand(graph.edges.shape, generator=draw).masked_fill(~graph.edges, float("nan"))
        order = entry_order(graph, scores, most=len(self._own))
        return [(i, j) for i, j in (~order.isnan()).nonzero().tolist()]


def _label(spec: FaithfulnessSpec) -> str:
    return f"Faithfulness of {len(spec.edges)} edges, others by {spec.operation}"


def _line(spec: FaithfulnessSpec) -> str:
    edges = ", ".join(f"[{quoted(edge.sender)}, {quoted(edge.receiver)}]" for edge in spec.edges)
    fields = FaithfulnessSpec.model_fields
    changed = [
        f", {name}={quoted(value) if isinstance(value, str) else value}"
        for name in ("operation", "source", "reference", "random", "seed")
        if (value := getattr(spec, name)) != fields[name].default
    ]
    return f"lab.faithfulness([{edges}]{''.join(changed)})"


FAITHFULNESS = Recipe(_label, _line, _check, _prepare, Faithfulness)
