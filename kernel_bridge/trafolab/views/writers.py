"""Who wrote what the residual stream holds at one point and position, or what of it another run lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record

from ..finite import bounded
from ..looking.fitting import refuse_beyond
from .at_point import AtPointData, AtPointParams
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..reading.writes import Writes
    from ..runs import Run


class WritersParams(AtPointParams):
    by: Literal["component", "layer"] = "component"
    measure: Literal["share", "norm"] = "share"
    """What is drawn, and by which size the largest are chosen."""
    k: int = Field(default=24, ge=1, le=2000)


class Writer(Record):
    component: str
    """As the stream's parts are named: a head, ``mlp.0``, ``embed``, ``bias.attn.0``, …"""
    share: float
    """What it wrote along the stream, as a share of the stream: those of all writers sum to 1."""
    norm: float
    """Of what it wrote."""
    cosine: float
    """Between what it wrote and the stream."""


class WritersData(AtPointData):
    rows: list[Writer]
    """The k largest, largest first."""
    n_rest: int
    rest: float
    """The share of all others together."""


def compute(look: Look, params: WritersParams) -> Answer:
    """What each wrote, projected onto the stream."""
    point, position = params.point or look.residual.points[-1], look.position(params.position)
    run = look.run(params.run)
    other = None if params.against is None else look.run(params.against)
    written = _written(look, params, point, position, run, other)
    stream = sum(written.values(), next(iter(written.values())) * 0)
    rows = [_writer(name, write, stream) for name, write in written.items()]
    rows.sort(key=lambda row: -abs(row.share if params.measure == "share" else row.norm))
    rest = rows[params.k :]
    data = WritersData(
        point=point,
        position=position,
        token=run.tokens[position],
        run=params.run,
        against=params.against,
        runs=look.run_names,
        norm=bounded(float(stream.norm())),
        rows=rows[: params.k],
        n_rest=len(rest),
        rest=sum(row.share for row in rest),
        stamp=run.stamp,
    )
    return Answer(data)


def _written(
    look: Look, params: WritersParams, point: str, position: int, run: Run, other: Run | None
) -> dict[str, Tensor]:
    """[d_model] by the writer's name, in the model's order. Raises :class:`ViewError` for a position that one
    of the runs lacks."""
    for each in (run,) if other is None else (run, other):
        refuse_beyond(each, position)
    heads = params.by == "component"
    mine = _by_name(look.writes(run, point, [position], heads=heads))
    if other is None:
        return mine
    theirs = _by_name(look.writes(other, point, [position], heads=heads))
    if heads and _parts(mine) != _parts(theirs):
        # Heads that can be told apart in one run alone have nothing to be compared with.
        return _written(look, params.model_copy(update={"by": "layer"}), point, position, run, other)
    zero = next(iter(mine.values())) * 0
    return {name: mine.get(name, zero) - theirs.get(name, zero) for name in {**mine, **theirs}}


def _by_name(writes: Writes) -> dict[str, Tensor]:
    return dict(zip(writes.names, writes.values[:, 0], strict=True))


def _parts(written: Mapping[str, Tensor]) -> set[str]:
    """Without what interventions on the stream itself added."""
    return {name for name in written if not name.startswith("act.")}


def _writer(name: str, write: Tensor, stream: Tensor) -> Writer:
    along, length, size = float(write @ stream), float(stream.norm()), float(write.norm())
    return Writer(
        component=name,
        share=bounded(along / length**2) if length else 0.0,
        norm=bounded(size),
        cosine=bounded(along / (length * size)) if length and size else 0.0,
    )


def table(data: WritersData, tensors: Mapping[str, Array]) -> Table:
    """A row for each writer that is shown."""
    del tensors
    names = tuple(Writer.model_fields)
    return Table({name: [getattr(row, name) for row in data.rows] for name in names}, ("component",), "share")


WRITERS = View("writers", WritersParams, WritersData, compute, table=table, example=WritersParams())
