"""How far the residual stream of one position turns on its way up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look


class StreamCosinesParams(Record):
    position: int = -1
    run: str = "live"
    """``live``, ``plain``, or a counterfactual's plain run by its name."""
    against: str | None = None
    """The run whose stream the columns are; None for the same one."""


class StreamCosinesData(Record):
    """Tensor ``cosines``: float32 [point, point], NaN where a stream is zero."""

    position: int
    token: str
    other_token: str
    """What stands there in the run of the columns."""
    run: str
    against: str
    runs: list[str]
    """Those that there are."""
    points: list[str]
    """Bottom to top."""
    stamp: Stamp


def compute(look: Look, params: StreamCosinesParams) -> Answer:
    """Between all points of the stream at one position."""
    run = look.run(params.run)
    other = run if params.against is None else look.run(params.against)
    position = look.position(params.position)
    rows, cols = look.residual.rows(run, position), look.residual.rows(other, position)
    cosines = _unit(rows) @ _unit(cols).T
    data = StreamCosinesData(
        position=position,
        token=run.tokens[position],
        other_token=other.tokens[position],
        run=params.run,
        against=params.against or params.run,
        runs=look.run_names,
        points=look.residual.points,
        stamp=run.stamp,
    )
    return Answer(data, {"cosines": cosines.clamp(-1, 1).cpu().numpy().astype(np.float32)})


def _unit(rows: Tensor) -> Tensor:
    """[point, d_model] of unit length; NaN for a stream of zeros."""
    return rows / rows.norm(dim=-1, keepdim=True)


def table(data: StreamCosinesData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of points."""
    return grid("cosine", tensors["cosines"], Along("point", data.points), Along("other", data.points))


STREAM_COSINES = View(
    "stream_cosines",
    StreamCosinesParams,
    StreamCosinesData,
    compute,
    table=table,
    example=StreamCosinesParams(),
)
