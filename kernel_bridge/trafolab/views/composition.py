"""How much of what earlier heads write later heads read: composition scores of queries, keys and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import ViewError
from .circuit_records import weights_stamp
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from ..look import Look
    from ..reading.composition import Composition

Head = tuple[int, int]
_MOST = 512
"""Heads that are all compared with all; of more, those that one layer's read are shown."""


class CompositionParams(Record):
    head: str = ""
    """One head: what it reads of earlier ones, and what later ones read of it. Empty: all pairs."""
    part: Literal["Q", "K", "V"] = "K"
    """As what the later head reads: queries, keys or values."""
    layer: int | None = Field(default=None, ge=0)
    """Of all pairs only those that heads of this layer read."""
    measure: Literal["deviations", "score"] = "deviations"
    """``score`` is from 0 to 1; ``deviations`` are those of its square from what random rotations of the
    stream between both heads leave, in standard deviations."""
    k: int = Field(default=20, ge=1, le=200)
    """How many of the largest are listed, and drawn on the map."""


class Composed(Record):
    sender: str
    receiver: str
    score: float


class CompositionData(Record):
    """Tensor ``scores``: float32 [sender, receiver], NaN where the sender is not earlier. Of one head [layer,
    head]: below its layer what it reads of each, above it what each reads of it."""

    head: str
    part: Literal["Q", "K", "V"]
    layer: int | None
    """The layer whose heads alone read."""
    layers: list[int]
    """Those that can be asked for."""
    senders: list[str]
    """Labels of the rows."""
    receivers: list[str]
    """Labels of the columns."""
    measure: Literal["deviations", "score"]
    chance: float
    """The score that a random rotation leaves."""
    largest: list[Composed]
    stamp: Stamp | None


def compute(look: Look, params: CompositionParams) -> Answer:
    """Frobenius norms of products, each through the norms' weights (Elhage et al. 2021)."""
    heads = look.circuits.heads
    if len({layer for layer, _ in heads}) < 2:
        what = "Heads compose over layers, and this model has fewer than two with attention."
        raise ViewError("no_composition", what, params.head or "model", "Look at a deeper model.")
    return _of_one(look, params, heads) if params.head else _of_all(look, params, heads)


def _of_all(look: Look, params: CompositionParams, heads: list[Head]) -> Answer:
    layer = _narrowed(params.layer, heads)
    last, first = max(h[0] for h in heads), min(h[0] for h in heads)
    senders = [head for head in heads if head[0] < (last if layer is None else layer)]
    receivers = [head for head in heads if (head[0] > first if layer is None else head[0] == layer)]
    scores = _scores(look, params, senders, receivers)
    names = [_name(head) for head in senders], [_name(head) for head in receivers]
    found = [(names[0][i], names[1][j], float(scores[i, j])) for i, j in _largest(scores, params.k)]
    return _answer(look, params, layer, names, scores, found)


def _of_one(look: Look, params: CompositionParams, heads: list[Head]) -> Answer:
    """Both sides of one head, where the other heads stand in the model."""
    own = look.circuits.named(params.head)
    before = [head for head in heads if head[0] < own[0]]
    after = [head for head in heads if head[0] > own[0]]
    layers = sorted({layer for layer, _ in heads})
    width = 1 + max(head for _, head in heads)
    whole = np.full((len(layers), width), np.nan, np.float32)
    into = _scores(look, params, before, [own])[:, 0] if before else []
    out = _scores(look, params, [own], after)[0] if after else []
    for (layer, head), score in [*zip(before, into, strict=True), *zip(after, out, strict=True)]:
        whole[layers.index(layer), head] = score
    found: list[tuple[str, str, float]] = []
    for i, j in _largest(whole, params.k):
        other = (layers[i], j)
        ends = (other, own) if other[0] < own[0] else (own, other)
        found.append((_name(ends[0]), _name(ends[1]), float(whole[i, j])))
    names = [f"layer {layer}" for layer in layers], [f"H{head}" for head in range(width)]
    return _answer(look, params, None, names, whole, found)


def _narrowed(layer: int | None, heads: list[Head]) -> int | None:
    """The layer whose heads alone read; None for all pairs, as long as those are not too many."""
    layers = sorted({each for each, _ in heads})
    if layer is None:
        return layers[-1] if len(heads) > _MOST else None
    if layer not in layers[1:]:
        there = f"There are: {', '.join(map(str, layers[1:]))}."
        raise ViewError("no_layer", f"No head of layer {layer} reads earlier heads.", "layer", there)
    return layer


def _scores(look: Look, params: CompositionParams, senders: list[Head], receivers: list[Head]) -> Array:
    key = ("composition", params.part, tuple(senders), tuple(receivers))

    def make() -> Composition:
        return look.circuits.composition(senders, receivers, params.part)

    found = look.circuits.kept(key, make)
    return (found.scores if params.measure == "score" else found.deviations).cpu().numpy()


def _largest(scores: Array, k: int) -> list[tuple[int, int]]:
    """Places of the largest, largest first."""
    order = np.argsort(-np.nan_to_num(scores, nan=-np.inf).ravel(), kind="stable")
    n = min(k, int(np.isfinite(scores).sum()))
    return [(int(i), int(j)) for i, j in zip(*np.unravel_index(order[:n], scores.shape), strict=True)]


def _answer(
    look: Look,
    params: CompositionParams,
    layer: int | None,
    names: tuple[list[str], list[str]],
    scores: Array,
    found: Sequence[tuple[str, str, float]],
) -> Answer:
    data = CompositionData(
        head=_name(look.circuits.named(params.head)) if params.head else "",
        part=params.part,
        layer=layer,
        layers=sorted({each for each, _ in look.circuits.heads})[1:],
        senders=names[0],
        receivers=names[1],
        chance=look.circuits.chance,
        measure=params.measure,
        largest=[Composed(sender=a, receiver=b, score=score) for a, b, score in found],
        stamp=weights_stamp(look),
    )
    return Answer(data, {"scores": scores.astype(np.float32)})


def _name(head: Head) -> str:
    return f"L{head[0]}H{head[1]}"


def table(data: CompositionData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair; of one head, for each other head."""
    rows, cols = ("layer", "head") if data.head else ("sender", "receiver")
    return grid(data.measure, tensors["scores"], Along(rows, data.senders), Along(cols, data.receivers))


COMPOSITION = View(
    "composition", CompositionParams, CompositionData, compute, table=table, example=CompositionParams()
)
