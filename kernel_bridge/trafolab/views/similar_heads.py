"""The heads that are most like one: by where they look, or by their weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..reading.pooling import stride_for
from .feed import Answer, Array
from .heads import pixels
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look

By = Literal["pattern", "rows", "ov", "qk"]


class SimilarHeadsParams(Record):
    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    by: By = "pattern"
    """Cosine of the patterns; how much of their rows is shared (1 less the mean Jensen–Shannon divergence in
    bits); cosine of the matrices W_V W_O; of W_Q W_Kᵀ."""
    run: str = "live"
    """``live``, ``plain``, or a counterfactual by its name."""
    on: Literal["prompt", "repeated"] = "prompt"
    """Whether patterns are those of the prompt, or of random tokens that come twice."""
    hide_bos: bool = False
    k: int = Field(default=12, ge=1, le=200)
    max_size: int = Field(default=32, ge=6, le=64)
    """Largest side of a miniature in cells."""


class SimilarHeadsData(Record):
    """Tensors ``similarity``: float32 [head], and ``patterns``: uint8 [head, query, key], 255 is
    probability 1."""

    head: str
    heads: list[str]
    """The head itself, then those that are most like it."""
    by: By
    n_heads: int
    """All that were compared."""
    runs: list[str]
    on: Literal["prompt", "repeated"]
    hide_bos: bool
    size: int
    stride: int
    stamp: Stamp


def compute(look: Look, params: SimilarHeadsParams) -> Answer:
    """The k heads of the largest similarity, with their patterns in miniature."""
    layer, head = look.head(params.head)
    reading = look.attention
    patterns = reading.patterns(params.run) if params.on == "prompt" else reading.repeated()
    alike = reading.alike(params.by, patterns, (layer, head), hide_bos=params.hide_bos)
    places = [(at, i) for at, values in alike.items() for i in range(len(values))]
    values = np.concatenate([each.float().cpu().numpy() for each in alike.values()])
    order = [places[i] for i in np.argsort(-np.nan_to_num(values, nan=-2), kind="stable")]
    kept = [(layer, head), *(place for place in order if place != (layer, head))][: params.k + 1]
    small = patterns.pooled(params.max_size, hide_bos=params.hide_bos)
    miniatures = np.stack([pixels(small[at][i]) for at, i in kept])
    known = dict(zip(places, values, strict=True))
    data = SimilarHeadsData(
        head=f"L{layer}H{head}",
        heads=[f"L{at}H{i}" for at, i in kept],
        by=params.by,
        n_heads=len(places),
        runs=look.run_names,
        on=params.on,
        hide_bos=params.hide_bos,
        size=miniatures.shape[-1],
        stride=stride_for(len(patterns.tokens), params.max_size),
        stamp=patterns.stamp,
    )
    similarity = np.array([known[place] for place in kept], dtype=np.float32)
    return Answer(data, {"similarity": similarity, "patterns": miniatures})


def table(data: SimilarHeadsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each head, the most similar first."""
    return Table({"component": data.heads, "similarity": tensors["similarity"]}, ("component",), "similarity")


SIMILAR_HEADS = View(
    "similar_heads",
    SimilarHeadsParams,
    SimilarHeadsData,
    compute,
    table=table,
    example=SimilarHeadsParams(head="L1H6"),
)
