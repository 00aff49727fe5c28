"""The circuit that an experiment on edges found: its edges in the order in which they join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.experiments import (
    Edge,
    EdgesSpec,
    Experiment,
    ExperimentSpec,
    ExperimentStatus,
    FaithfulnessSpec,
)
from trafolab_protocol.record import Record

from ..errors import ViewError
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..experiments.job import Seen
    from ..look import Look


class CircuitParams(Record):
    id: str
    most: int = Field(default=400, ge=1, le=5000)
    """How many edges of the circuit at most."""


class Tried(Record):
    """An experiment on how faithful one of its circuits is."""

    id: str
    n: int
    """The circuit's number of edges."""
    status: ExperimentStatus


class CircuitData(Record):
    """The tensors are float32 [edge]: ``order`` from 1 on, ``estimate`` and ``values``, the metric as a
    gradient estimates it, and as it is where the edge was patched. Patched edges that are not among the first
    come behind these; what leads nowhere has no order."""

    experiment: Experiment
    """Without the labels of its axes."""
    n_cells: int
    seconds_left: float | None
    edges: list[Edge]
    n_grown: int
    """How many edges the largest circuit has."""
    tried: list[Tried]
    """The newest last."""


def compute(look: Look, params: CircuitParams) -> Answer:
    """Few of the many edges that there are, out of what the book of experiments has."""
    seen = look.experiment(params.id)
    spec = seen.record.spec
    if not isinstance(spec, EdgesSpec):
        raise ViewError("no_edges", f"{seen.record.name} has no edges.", params.id)
    chosen, n_grown = _chosen(seen, params.most)
    edges = _named(seen.record, chosen)
    data = CircuitData(
        experiment=seen.record.model_copy(update={"axes": []}),
        n_cells=seen.n_cells,
        seconds_left=seen.seconds_left,
        edges=edges,
        n_grown=n_grown,
        tried=_tried(look, seen.record, edges[: min(params.most, n_grown)]),
    )
    columns = {name: seen.arrays[name].ravel()[chosen] for name in seen.arrays if name != "progress"}
    return Answer(data, columns)


def _chosen(seen: Seen, most: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], int]:
    """Numbers [edge] of those to be shown, and how many join at all."""
    if "order" not in seen.arrays:
        return np.zeros(0, np.int64), 0
    order, values = seen.arrays["order"].ravel(), seen.arrays["values"].ravel()
    (first,) = (order <= most).nonzero()
    first = first[order[first].argsort()]
    found = None if seen.record.info is None else seen.record.info.estimated
    checked = [] if found is None else [*dict.fromkeys([*found.top, *found.sample])]
    patched = [i for i in checked if not np.isnan(values[i])]
    behind = np.setdiff1d(np.array(patched, np.int64), first)
    return np.concatenate([first, behind]), int((~np.isnan(order)).sum())


def _named(
    record: Experiment, chosen: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.int64]]
) -> list[Edge]:
    if not record.axes:
        return []
    senders, receivers = (axis.labels for axis in record.axes)
    places = [divmod(int(i), len(receivers)) for i in chosen]
    return [Edge(sender=senders[i], receiver=receivers[j]) for i, j in places]


def _tried(look: Look, record: Experiment, edges: Sequence[Edge]) -> list[Tried]:
    """Faithfulness is known of circuits by their edges, from wherever they were asked for."""
    pairs, found = [(edge.sender, edge.receiver) for edge in edges], list[Tried]()
    for each in look.experiments:
        spec = each.spec
        if not isinstance(spec, FaithfulnessSpec) or _between(spec) != _between(record.spec):
            continue
        own = {(edge.sender, edge.receiver) for edge in spec.edges}
        if own == set(pairs[: len(own)]) and _are_alike(each, record):
            found.append(Tried(id=each.id, n=len(own), status=each.status))
    return found


def _between(spec: ExperimentSpec) -> tuple[object, object]:
    """Which counterfactual values come from, or over which set that is each pair's own."""
    return getattr(spec, "source", None), getattr(spec, "over", None)


def _are_alike(a: Experiment, b: Experiment) -> bool:
    """Whether both are of the same prompts or pairs, as far as that is known."""
    if a.info is None or b.info is None:
        return True
    if a.info.pairs != b.info.pairs:
        return False
    ids = [
        sorted([token.id for token in prompt.tokens] for prompt in each.info.prompts)
        for each in (a, b)
        if each.info
    ]
    return ids[0] == ids[1]


def version(look: Look, params: CircuitParams) -> object:
    """It goes on while the laboratory stays as it is, and so do those on its circuits."""
    others = [(each.id, each.status) for each in look.experiments if isinstance(each.spec, FaithfulnessSpec)]
    return look.experiment_version(params.id), others


CIRCUIT = Feed("circuit", CircuitParams, CircuitData, compute, version)
