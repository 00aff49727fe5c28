"""One neuron: what it does along the text, over other texts, and what tokens it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded
from .feed import Answer, Array
from .scored import ScoredToken, largest, smallest
from .table import Table, column
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..reading.neurons import Neurons
    from ..reading.texts import Activations


class NeuronParams(Record):
    mlp: str
    """An MLP's name, such as ``mlp.0``."""
    neuron: int | None = Field(default=None, ge=0)
    """Its index; None for the one with the largest activation at the position."""
    position: int = -1
    over: str | None = None
    """The set that examples are looked for in: ``neutral`` text, a set of pairs or a reference set by its
    name, or ``prompts`` for those under study. None for the first that there is."""
    examples: int = Field(default=6, ge=0, le=20)
    window: int = Field(default=10, ge=0, le=40)
    """Tokens of an example on each side of its largest."""
    bins: int = Field(default=40, ge=4, le=200)
    tokens: int = Field(default=8, ge=1, le=40)


class NeuronExample(Record):
    tokens: list[str]
    activations: list[float]
    at: int
    """Which of the tokens it is found for."""
    first: int
    """Position of the first of them in its text."""


class NeuronTokens(Record):
    """What it stands for, by the weights."""

    inputs: list[ScoredToken]
    """Whose embedding alone gives most before the non-linearity; where there is a gate, behind it."""
    inputs_against: list[ScoredToken]
    gate: list[ScoredToken]
    """The same through the gate's; empty where there is none."""
    promoted: list[ScoredToken]
    """Whose logits one unit of it adds most to."""
    suppressed: list[ScoredToken]


class NeuronOver(Record):
    """What it does over a set, in plain runs and without BOS."""

    name: str
    n_texts: int
    n_tokens: int
    positive: float
    """Share of those tokens at which it is above zero."""
    low: float
    high: float
    counts: list[int]
    """Of tokens, in bins of one width from ``low`` to ``high``."""
    examples: list[NeuronExample]
    """One of each text at most, largest activation first."""


class NeuronData(Record):
    """Tensors ``live`` and ``plain``: float32 [pos]."""

    mlp: str
    neuron: int
    n_neurons: int
    name: str
    position: int
    tokens: list[str]
    stands_for: NeuronTokens
    over: NeuronOver
    sets: list[str]
    """All that can be looked through."""
    stamp: Stamp


def compute(look: Look, params: NeuronParams) -> Answer:
    """Its activations in the live and the plain run, and in plain runs over a set."""
    neurons, position = look.neurons(params.mlp), look.position(params.position)
    live, plain = look.live[neurons.hook], look.plain[neurons.hook]
    neuron = int(live[position].abs().argmax()) if params.neuron is None else params.neuron
    neurons.refuse_missing(neuron)
    data = NeuronData(
        mlp=f"mlp.{neurons.layer}",
        neuron=neuron,
        n_neurons=len(neurons),
        name=neurons.name(neuron),
        position=position,
        tokens=look.live.tokens,
        stands_for=_tokens(look, neurons, neuron, params),
        over=_over(look, neurons, neuron, params),
        sets=look.texts.names,
        stamp=look.live.stamp,
    )
    return Answer(data, {"live": _column(live, neuron), "plain": _column(plain, neuron)})


def _column(activations: Tensor, neuron: int) -> Array:
    return activations[:, neuron].float().cpu().numpy().astype(np.float32)


def _tokens(look: Look, neurons: Neurons, neuron: int, params: NeuronParams) -> NeuronTokens:
    k, inputs = params.tokens, neurons.inputs([neuron], gate=False)[0]
    outputs = neurons.outputs([neuron], look.live, look.position(params.position))[0]
    gate = largest(look, neurons.inputs([neuron], gate=True)[0], k) if neurons.gated else []
    return NeuronTokens(
        inputs=largest(look, inputs, k),
        inputs_against=smallest(look, inputs, k),
        gate=gate,
        promoted=largest(look, outputs, k),
        suppressed=smallest(look, outputs, k),
    )


def _over(look: Look, neurons: Neurons, neuron: int, params: NeuronParams) -> NeuronOver:
    """Computed once, and again when the weights change; in parts, so that a live pass waits for none long."""
    texts = look.texts
    name = params.over or texts.names[0]
    found = [each for part in texts.parts(texts.ids(name)) for each in _found(look, neurons, neuron, part)]
    values = np.concatenate([each.values[each.begin :].cpu().numpy() for each in found])
    counts, edges = np.histogram(values[np.isfinite(values)], params.bins)
    return NeuronOver(
        name=name,
        n_texts=len(found),
        n_tokens=len(values),
        positive=float((values > 0).mean()),
        low=bounded(edges[0]),
        high=bounded(edges[-1]),
        counts=[int(count) for count in counts],
        examples=_examples(look, found, params),
    )


def _found(look: Look, neurons: Neurons, neuron: int, ids: list[list[int]]) -> list[Activations]:
    key = ("neuron over", tuple(map(tuple, ids)), neurons.hook, neuron)
    return look.of_weights(key, lambda: look.texts.activations(ids, neurons.hook, neuron))


def _examples(look: Look, found: Sequence[Activations], params: NeuronParams) -> list[NeuronExample]:
    tops = [each.begin + int(each.values[each.begin :].nan_to_num(-np.inf).argmax()) for each in found]
    order = sorted(range(len(found)), key=lambda i: -float(found[i].values[tops[i]]))
    return [_example(look, found[i], tops[i], params.window) for i in order[: params.examples]]


def _example(look: Look, found: Activations, top: int, window: int) -> NeuronExample:
    first, last = max(0, top - window), top + window + 1
    return NeuronExample(
        tokens=[look.token_text(i) for i in found.ids[first:last]],
        activations=[bounded(value) for value in found.values[first:last].tolist()],
        at=top - first,
        first=first,
    )


def table(data: NeuronData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token of the prompt."""
    found = column("activation", tensors["live"], ("token", data.tokens))
    return Table({**found.columns, "plain": tensors["plain"]}, found.where, found.value, beside="plain")


NEURON = View("neuron", NeuronParams, NeuronData, compute, table=table, example=NeuronParams(mlp="mlp.1"))
