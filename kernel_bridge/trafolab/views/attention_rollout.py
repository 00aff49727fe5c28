"""Attention rollout: how much attention flows from a position back to each token, through all layers so far.

After Abnar and Zuidema, "Quantifying Attention Flow in Transformers" (2020).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..looking.fitting import refuse_beyond
from ..reading.pooling import max_pool_positions, stride_for
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look

Average = Literal["mean", "max"]


class AttentionRolloutParams(Record):
    position: int = -1
    """Where the flow starts; negative from the end of the clean prompt."""
    run: str = "live"
    """``live``, ``plain``, or a counterfactual's plain run by its name."""
    average: Average = "mean"
    """What the heads of a layer are made into: the mean of their patterns, or the largest of each entry."""
    max_size: int = Field(default=512, ge=2, le=2048)
    hide_bos: bool = False


class AttentionRolloutData(Record):
    """Tensor ``flow``: float32 [layer, cell], NaN behind ``position``."""

    position: int
    token: str
    """The one at ``position``."""
    run: str
    runs: list[str]
    """Those that there are."""
    average: Average
    layers: list[int]
    """Those that have attention, the first first."""
    tokens: list[str]
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``."""
    hide_bos: bool
    stamp: Stamp


def compute(look: Look, params: AttentionRolloutParams) -> Answer:
    """The position's row of the product, after each layer; the largest of the tokens of a cell."""
    run, position = look.run(params.run), look.position(params.position)
    refuse_beyond(run, position)
    found = look.attention.patterns(params.run).of(("rollout", params.average), _reducing(params.average))
    there = position + 1
    flow = _flow([each[:there, :there] for each in found.values()], run.n_tokens)
    if params.hide_bos:
        flow[:, 0] = float("nan")
    data = AttentionRolloutData(
        position=position,
        token=run.tokens[position],
        run=params.run,
        runs=look.run_names,
        average=params.average,
        layers=[*found],
        tokens=run.tokens,
        stride=stride_for(run.n_tokens, params.max_size),
        hide_bos=params.hide_bos,
        stamp=run.stamp,
    )
    shown = max_pool_positions(flow, params.max_size).cpu().numpy()
    return Answer(data, {"flow": shown.astype(np.float32)})


def _reducing(average: Average) -> Callable[[Tensor], Tensor]:
    """Of a layer's patterns [head, query, key] its step [query, key]: heads as one, and the stream that goes
    on beside them."""

    def step(pattern: Tensor) -> Tensor:
        heads = pattern.float()
        both = heads.mean(0) if average == "mean" else heads.amax(0)
        both = both / 2
        both.diagonal().add_(0.5)
        return both / both.sum(-1, keepdim=True)

    return step


def _flow(steps: Sequence[Tensor], n_tokens: int) -> Tensor:
    """[layer, pos] of the last query: each row goes down through the layers below it, all at once."""
    n_layers, there = len(steps), len(steps[0])
    flow = steps[0].new_zeros(n_layers, n_tokens)
    flow[:, there - 1] = 1
    for layer in reversed(range(n_layers)):
        flow[layer:, :there] = flow[layer:, :there] @ steps[layer]
    flow[:, there:] = float("nan")
    return flow


def table(data: AttentionRolloutData, tensors: Mapping[str, Array]) -> Table:
    """A row for each layer and cell."""
    layers = Along("layer", [f"L{layer}" for layer in data.layers])
    tokens = Along("token", data.tokens[:: data.stride], stride=data.stride)
    return grid("flow", tensors["flow"], layers, tokens)


ATTENTION_ROLLOUT = View(
    "attention_rollout",
    AttentionRolloutParams,
    AttentionRolloutData,
    compute,
    table=table,
    example=AttentionRolloutParams(),
)
