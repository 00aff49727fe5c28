"""How large the residual stream is at each of its points, and how far it lies from another run's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..reading.pooling import max_pool_positions, stride_for
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from ..look import Look

Measure = Literal["norm", "change", "share"]


class StreamNormsParams(Record):
    run: str = "live"
    """``live``, ``plain``, or a counterfactual's plain run by its name."""
    measure: Measure = "norm"
    """The stream's norm, that of its difference from ``against``, or the one divided by the other."""
    against: str = "plain"
    max_size: int = Field(default=512, ge=2, le=2048)
    hide_bos: bool = False
    scale: Literal["linear", "log"] = "log"
    """How it is drawn; the numbers are the same."""


class StreamNormsData(Record):
    """Tensor ``values``: float32 [point, cell], NaN where there is none."""

    run: str
    runs: list[str]
    """Those that there are."""
    measure: Measure
    against: str | None
    """None where the norm alone is shown."""
    points: list[str]
    """Bottom to top."""
    tokens: list[str]
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``."""
    hide_bos: bool
    stamp: Stamp


def compute(look: Look, params: StreamNormsParams) -> Answer:
    """The norms at each point, largest of the tokens of a cell."""
    run, residual = look.run(params.run), look.residual
    against = None if params.measure == "norm" else look.run(params.against)
    values = residual.norms(run) if against is None else residual.changes(run, against)
    if against is not None and params.measure == "share":
        values = values / residual.norms(against)
    values[~values.isfinite()] = float("nan")
    if params.hide_bos:
        values[:, 0] = float("nan")
    data = StreamNormsData(
        run=params.run,
        runs=look.run_names,
        measure=params.measure,
        against=None if against is None else params.against,
        points=residual.points,
        tokens=run.tokens,
        stride=stride_for(run.n_tokens, params.max_size),
        hide_bos=params.hide_bos,
        stamp=run.stamp,
    )
    return Answer(data, {"values": max_pool_positions(values, params.max_size).cpu().numpy()})


def table(data: StreamNormsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each point and cell."""
    tokens = Along("token", data.tokens[:: data.stride], stride=data.stride)
    return grid(data.measure, tensors["values"], Along("point", data.points), tokens)


STREAM_NORMS = View(
    "stream_norms", StreamNormsParams, StreamNormsData, compute, table=table, example=StreamNormsParams()
)
