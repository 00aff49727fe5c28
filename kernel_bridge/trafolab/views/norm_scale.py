"""What every norm divides by, and what it matters that it is not the same under interventions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import ViewError
from ..finite import finite
from ..reading.pooling import max_pool_positions, stride_for
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look

Measure = Literal["live", "plain", "change"]


class NormScaleParams(Record):
    norm: str | None = None
    """The norm that is looked at closely, such as ``ln1.0``; None for the last."""
    measure: Measure = "live"
    """The scales of either run, or the binary logarithm of live divided by plain."""
    max_size: int = Field(default=512, ge=2, le=2048)


class HeldScale(Record):
    """The metric when one norm's scale is held at the plain run's."""

    label: str
    live: float | None
    plain: float | None
    held: float | None
    """Of the live run with that norm's scale as it is in the plain one; None where it can't be computed."""
    over: str | None
    """The set that the metric is a mean over: a run of one prompt then has none of it."""


class NormScaleData(Record):
    """Tensors ``values``: float32 [norm, cell]; ``scale``: float32 [2, pos], one norm's, live and plain."""

    norms: list[str]
    """Bottom to top."""
    norm: str
    measure: Measure
    tokens: list[str]
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``."""
    held: HeldScale | None
    """None where there is no metric."""
    stamp: Stamp


def compute(look: Look, params: NormScaleParams) -> Answer:
    """All norms' scales, and one norm's part in what the metric does."""
    hooks = look.norm_hooks
    norm = _chosen(hooks, params.norm)
    scales = {"live": _scales(look, hooks, live=True), "plain": _scales(look, hooks, live=False)}
    changed = (scales["live"] / scales["plain"]).log2()
    values = changed if params.measure == "change" else scales[params.measure]
    index = list(hooks).index(norm)
    live, plain = scales["live"][index], scales["plain"][index]
    data = NormScaleData(
        norms=list(hooks),
        norm=norm,
        measure=params.measure,
        tokens=look.live.tokens,
        stride=stride_for(values.shape[-1], params.max_size),
        held=_held(look, hooks[norm], moved=not bool((live == plain).all())),
        stamp=look.live.stamp,
    )
    shown = _pooled(values, params.max_size, signed=params.measure == "change")
    close = np.stack([live.cpu().numpy(), plain.cpu().numpy()])
    return Answer(data, {"values": shown, "scale": close})


def _chosen(hooks: Mapping[str, str], norm: str | None) -> str:
    """Raises :class:`ViewError` where there is none such."""
    if not hooks:
        what = "This model has no norms: nothing is divided by the stream's size."
        raise ViewError("no_norms", what, None, "There is nothing to be held.")
    if norm is not None and norm not in hooks:
        there = f"There are: {', '.join(hooks)}."
        raise ViewError("unknown_norm", f"This model has no norm {norm}.", norm, there)
    return list(hooks)[-1] if norm is None else norm


def _scales(look: Look, hooks: Mapping[str, str], *, live: bool) -> Tensor:
    """[norm, pos] in float32."""
    run = look.live if live else look.plain
    run.load(hooks.values())
    stacked = run.logits.new_empty((len(hooks), run.n_tokens)).float()
    for row, hook in enumerate(hooks.values()):
        stacked[row] = run[hook].reshape(run.n_tokens)
    return stacked


def _held(look: Look, hook: str, *, moved: bool) -> HeldScale | None:
    """Where the scale did not move, holding it changes nothing."""
    if look.metric is None:
        return None
    if look.metric.pairs is not None:
        return HeldScale(label=look.metric_label, live=None, plain=None, held=None, over=look.metric.pairs)
    live = look.live.metric
    held = look.holding(hook).metric if moved else live
    plain = look.plain.metric
    return HeldScale(
        label=look.metric_label,
        live=finite(live),
        plain=finite(plain),
        held=finite(held),
        over=None,
    )


def _pooled(values: Tensor, size: int, *, signed: bool) -> Array:
    """The largest of each cell, or the largest change to either side."""
    high = max_pool_positions(values, size)
    if not signed:
        return high.cpu().numpy()
    low = -max_pool_positions(-values, size)
    return high.where(high.abs() >= low.abs(), low).cpu().numpy()


def table(data: NormScaleData, tensors: Mapping[str, Array]) -> Table:
    """A row for each norm and cell."""
    tokens = Along("token", data.tokens[:: data.stride], stride=data.stride)
    name = "log2_change" if data.measure == "change" else "scale"
    return grid(name, tensors["values"], Along("norm", data.norms), tokens)


NORM_SCALE = View(
    "norm_scale", NormScaleParams, NormScaleData, compute, table=table, example=NormScaleParams()
)
