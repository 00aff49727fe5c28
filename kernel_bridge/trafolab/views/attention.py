"""One head's attention, at the resolution that is on screen: as it is, or weighed by what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded
from ..looking.fitting import refuse_other_length
from ..reading.pooling import extreme_pool, stride_for, without_bos
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look

_EXACT = 496
"""Largest side of a tensor of float32, so that it is below 1 MB."""


class AttentionParams(Record):
    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    run: str = "live"
    """``live``, ``plain``, or a counterfactual by its name."""
    minus: str | None = None
    """Another run, which is taken off."""
    weigh: Literal["none", "value_norm", "contribution"] = "none"
    """The attention itself; times the length of what the head writes of the key; or times what that adds to
    the metric, a difference of logits, at the query."""
    over: str | None = None
    """A set of pairs or a reference set: the mean over its prompts, all of one length."""
    hide_bos: bool = False
    max_size: int = Field(default=512, ge=2, le=4096)
    face: Literal["map", "text"] = "map"
    """How it is drawn; the numbers are the same."""


class AttentionData(Record):
    """Tensor ``pattern``: float16 [query, key], or float32 where it is weighed or a difference; pooled where
    ``stride`` is more than 1. ``written``, beside contributions: float32 [query], what the head adds in all.
    """

    head: str
    run: str
    minus: str | None
    weigh: Literal["none", "value_norm", "contribution"]
    over: str | None
    n_prompts: int
    """Those that the mean is over; at most so many of a set are taken, from its first one."""
    n_in_set: int
    metric: str
    """To which it contributes, in words."""
    low: float
    high: float
    """The ends of the colours; around zero where ``low`` is below it."""
    runs: list[str]
    """The runs that can be asked for."""
    sets: list[str]
    """The sets that can be asked for."""
    tokens: list[str]
    """Where the prompts of a set differ: the role in braces, or a star."""
    size: int
    """Side of the tensor in cells."""
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``."""
    hide_bos: bool
    stamp: Stamp


def compute(look: Look, params: AttentionParams) -> Answer:
    """The values, the largest in size of each cell's, with the words that they need."""
    layer, head = look.head(params.head)
    plain = params.weigh == "none" and params.minus is None
    size = params.max_size if plain else min(params.max_size, _EXACT)
    values, tokens, (n_prompts, n_in_set) = _values(look, params)
    shown = extreme_pool(values, size).cpu().numpy()
    low, high = (0.0, 1.0) if plain else _ends(values, params)
    tensors = {"pattern": shown.astype(np.float16 if plain else np.float32)}
    if params.weigh == "contribution" and params.minus is None:
        tensors["written"] = look.attention.weighing(layer, head).written(look.run(params.run)).cpu().numpy()
    data = AttentionData(
        head=f"L{layer}H{head}",
        run=params.run,
        minus=params.minus,
        weigh=params.weigh,
        over=params.over,
        n_prompts=n_prompts,
        n_in_set=n_in_set,
        metric=look.attention.weighing(layer, head).metric if params.weigh == "contribution" else "",
        low=low,
        high=high,
        runs=look.run_names,
        sets=look.attention.elsewhere.sets,
        tokens=tokens,
        size=shown.shape[-1],
        stride=stride_for(values.shape[-1], size),
        hide_bos=params.hide_bos,
        stamp=_stamp(look, params),
    )
    return Answer(data, tensors)


def _values(look: Look, params: AttentionParams) -> tuple[Tensor, list[str], tuple[int, int]]:
    """[query, key] of the run, less those of the other; the tokens; how many prompts, and of how many."""
    values, tokens, counts = _one(look, params, params.run)
    if params.minus is None:
        return values, tokens, counts
    if params.over is None:
        refuse_other_length(look.run(params.run), look.run(params.minus))
    other, _, _ = _one(look, params, params.minus)
    return values - other, tokens, counts


def _one(look: Look, params: AttentionParams, name: str) -> tuple[Tensor, list[str], tuple[int, int]]:
    head = look.head(params.head)
    if params.over is not None:
        mean = look.attention.mean_over(params.over, head, params.weigh, name)
        return _without_bos(mean.values, params), mean.tokens, (mean.n_prompts, mean.n_in_set)
    run = look.run(name)
    return _without_bos(look.attention.weighing(*head).of(run, params.weigh), params), run.tokens, (1, 1)


def _without_bos(values: Tensor, params: AttentionParams) -> Tensor:
    """What is weighed keeps its unit: its rows are no shares of anything."""
    if not params.hide_bos:
        return values
    if params.weigh == "none":
        return without_bos(values)
    kept = values.clone()
    kept[:, 0] = 0
    return kept


def _ends(values: Tensor, params: AttentionParams) -> tuple[float, float]:
    reach = bounded(float(values.abs().nan_to_num(0, 0, 0).max())) or 1.0
    signed = params.minus is not None or params.weigh == "contribution"
    return (-reach if signed else 0.0), reach


def _stamp(look: Look, params: AttentionParams) -> Stamp:
    stamp = look.run(params.run).stamp
    return stamp if params.over is None else stamp.model_copy(update={"prompt": params.over})


def table(data: AttentionData, tensors: Mapping[str, Array]) -> Table:
    """A row for each cell on or below the diagonal."""
    pattern = tensors["pattern"].astype(np.float32)
    pattern[np.triu_indices(data.size, 1)] = np.nan
    labels = data.tokens[:: data.stride]
    name = "attention" if data.weigh == "none" else data.weigh
    queries, keys = (Along(each, labels, stride=data.stride) for each in ("query", "key"))
    return grid(name, pattern, queries, keys)


ATTENTION = View(
    "attention", AttentionParams, AttentionData, compute, table=table, example=AttentionParams(head="L1H6")
)
