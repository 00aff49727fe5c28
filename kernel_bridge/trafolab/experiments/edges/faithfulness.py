"""How much of the metric a circuit carries alone, prepared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import FaithfulnessSpec

from ...errors import OperationError
from ...literals import quoted
from ...prompts import CLEAN
from ...storing import rows_of
from ..progress import WAITING
from ..recipe import Recipe
from ..work import Step, Work
from .circuit import Faithfulness
from .edge_graph import Graph, graph_of
from .edge_setting import Setting, refuse_cut_stream, setting_of
from .paired_faithfulness import PairFaithfulness
from .pruning import entry_order

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now

_BESIDE = ["the circuit", "no edges"]
_OPERATIONS = {
    "patch": "carry {donor}'s values",
    "mean": "carry their means over {reference}",
    "zero": "carry nothing",
}


def _check(now: Now, spec: FaithfulnessSpec) -> None:
    refuse_cut_stream(now, "noise", spec.source)
    refuse_no_circuit(now, spec)


def refuse_no_circuit(now: Now, spec: FaithfulnessSpec) -> None:
    """Raises :class:`OperationError` where there are no edges, or names are none."""
    if not spec.edges:
        raise OperationError("no_circuit", "This circuit has no edges.", None, "Give pairs of names.")
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
        labels, setting = kept_in(self.spec), self.setting
        reference = self.spec.reference or CLEAN
        work = Work(
            setting.info(told(self.spec, setting.base.name, setting.donor.name, reference), len(labels), 0),
            {"edges kept": labels},
            {"values": torch.full((len(labels),), float("nan"))},
            torch.full((len(labels),), WAITING, dtype=torch.uint8),
            iter(()),
        )
        work.guard, work.steps = setting.guard, self._steps()
        return work

    def _steps(self) -> Iterator[Step]:
        yield Step(self.setting.tried)
        for place, kept in enumerate(circuits_of(self.setting.runs.graph, self.spec)):
            yield Step(partial(without, self.setting, kept, self.carried), [(place,)])


def told(spec: FaithfulnessSpec, base: str, donor: str, reference: str) -> str:
    """What is done, in a sentence; ``reference``: what means are taken over."""
    how = _OPERATIONS[spec.operation].format(donor=donor, reference=reference)
    n = len({(edge.sender, edge.receiver) for edge in spec.edges})
    return f"{n} edges kept in the {base} run; all others {how}"


def kept_in(spec: FaithfulnessSpec) -> list[str]:
    """What is kept in each run, in words."""
    return [*_BESIDE, *(f"random {i + 1}" for i in range(spec.random))]


def circuits_of(graph: Graph, spec: FaithfulnessSpec) -> list[Sequence[tuple[int, int]]]:
    """The edges that are kept in each: the circuit's own, none, and those of random circuits."""
    own = list(dict.fromkeys(graph.number(edge.sender, edge.receiver) for edge in spec.edges))
    draw = torch.Generator().manual_seed(spec.seed)
    return [own, [], *(_random(graph, len(own), draw) for _ in range(spec.random))]


def without(setting: Setting, kept: Sequence[tuple[int, int]], carried: Tensor) -> Tensor:
    """The metric [1] where all other edges have what is ``carried`` [sender, pos, d_model]."""
    replaced = setting.runs.graph.edges
    for edge in kept:
        replaced[edge] = False
    return setting.runs.patched(replaced, carried)


def _random(graph: Graph, n: int, draw: torch.Generator) -> Sequence[tuple[int, int]]:
    """As many edges, grown from the logits as a circuit is, but along random scores."""
    scores = torch.rand(graph.edges.shape, generator=draw).masked_fill(~graph.edges, float("nan"))
    order = entry_order(graph, scores, most=n)
    return [(i, j) for i, j in (~order.isnan()).nonzero().tolist()]


def _label(spec: FaithfulnessSpec) -> str:
    over = "" if spec.over is None else f", over {spec.over}"
    return f"Faithfulness of {len(spec.edges)} edges, others by {spec.operation}{over}"


def _line(spec: FaithfulnessSpec) -> str:
    edges = ", ".join(f"[{quoted(edge.sender)}, {quoted(edge.receiver)}]" for edge in spec.edges)
    fields = FaithfulnessSpec.model_fields
    changed = [
        f", {name}={quoted(value) if isinstance(value, str) else value}"
        for name in ("over", "operation", "source", "reference", "random", "seed")
        if (value := getattr(spec, name)) != fields[name].default
    ]
    return f"lab.faithfulness([{edges}]{''.join(changed)})"


FAITHFULNESS = Recipe(_label, _line, _check, _prepare, Faithfulness, PairFaithfulness)
