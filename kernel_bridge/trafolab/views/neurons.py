"""The neurons of an MLP that are active at one position: where else they are, what tokens they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded
from .feed import Answer, Array
from .scored import ScoredToken, largest, smallest
from .table import Table
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..reading.neurons import Neurons

By = Literal["activation", "written", "change"]


class NeuronsParams(Record):
    mlp: str
    """An MLP's name, such as ``mlp.0``."""
    position: int = -1
    by: By = "activation"
    """What the neurons are chosen by: the size of the activation, of what is written into the stream, or of
    what interventions change."""
    k: int = Field(default=8, ge=1, le=32)
    tokens: int = Field(default=5, ge=1, le=20)
    """How many tokens are listed on each side."""


class NeuronRow(Record):
    neuron: int
    name: str
    """As a target, such as ``mlp.0.n7``."""
    activation: float
    plain: float
    written: float
    """Norm of what it adds to the MLP's output."""
    inputs: list[ScoredToken]
    """Whose embedding alone gives most before the non-linearity."""
    promoted: list[ScoredToken]
    """What it adds to logits here, most first."""
    suppressed: list[ScoredToken]
    """The same, least first."""


class NeuronsData(Record):
    """Tensor ``activations``: float32 [row, pos], of the live run."""

    mlp: str
    n_neurons: int
    gated: bool
    position: int
    token: str
    by: By
    tokens: list[str]
    rows: list[NeuronRow]
    """Largest first."""
    stamp: Stamp


def compute(look: Look, params: NeuronsParams) -> Answer:
    """The k largest of the live run at the position."""
    neurons, position = look.neurons(params.mlp), look.position(params.position)
    live, plain = look.live[neurons.hook], look.plain[neurons.hook]
    size = neurons.W_out.detach().float().norm(dim=-1)
    found = {
        "activation": live[position].float(),
        "written": live[position].float() * size,
        "change": live[position].float() - plain[position].float(),
    }
    chosen: list[int] = (
        found[params.by].abs().nan_to_num(0).topk(min(params.k, len(neurons))).indices.tolist()
    )
    rows = _rows(look, neurons, params, chosen, found["activation"], plain[position])
    data = NeuronsData(
        mlp=f"mlp.{neurons.layer}",
        n_neurons=len(neurons),
        gated=neurons.gated,
        position=position,
        token=look.clean.tokens[position].text,
        by=params.by,
        tokens=look.live.tokens,
        rows=rows,
        stamp=look.live.stamp,
    )
    return Answer(data, {"activations": live[:, chosen].T.float().cpu().numpy().astype(np.float32)})


def _rows(
    look: Look, neurons: Neurons, params: NeuronsParams, chosen: list[int], live: Tensor, plain: Tensor
) -> list[NeuronRow]:
    position = look.position(params.position)
    inputs = neurons.inputs(chosen, gate=neurons.gated)
    added = neurons.outputs(chosen, look.live, position) * live[chosen][:, None]
    sizes = neurons.W_out[chosen].detach().float().norm(dim=-1) * live[chosen].abs()
    return [
        NeuronRow(
            neuron=neuron,
            name=neurons.name(neuron),
            activation=bounded(float(live[neuron])),
            plain=bounded(float(plain[neuron])),
            written=bounded(float(sizes[i])),
            inputs=largest(look, inputs[i], params.tokens),
            promoted=largest(look, added[i], params.tokens),
            suppressed=smallest(look, added[i], params.tokens),
        )
        for i, neuron in enumerate(chosen)
    ]


def table(data: NeuronsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each neuron; its activation along the text is not in it."""
    del tensors
    numbers = ("neuron", "name", "activation", "plain", "written")
    lists = ("inputs", "promoted", "suppressed")
    columns: dict[str, list[object]] = {name: [getattr(row, name) for row in data.rows] for name in numbers}
    for name in lists:
        columns[name] = [" ".join(repr(each.token) for each in getattr(row, name)) for row in data.rows]
    return Table(columns, ("name",), "activation", beside="plain")


NEURONS = View(
    "neurons", NeuronsParams, NeuronsData, compute, table=table, example=NeuronsParams(mlp="mlp.1")
)
