"""What the residual stream holds at one point and position: tokens that it points at, named directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field
from trafolab_protocol.directions import Space
from trafolab_protocol.record import Record

from ..finite import bounded
from .at_point import AtPointData, AtPointParams
from .feed import Answer, Array
from .scored import ScoredToken, largest, smallest
from .table import Table
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look


class HoldsParams(AtPointParams):
    k: int = Field(default=8, ge=1, le=50)


_SPACES: tuple[Space, ...] = ("unembed", "embed")


class HeldTokens(Record):
    space: Space
    nearest: list[ScoredToken]
    """Largest cosine first."""
    opposite: list[ScoredToken]
    """Smallest cosine first."""


class HeldDirection(Record):
    name: str
    cosine: float
    projection: float
    """Length of the stream along the direction."""


class HoldsData(AtPointData):
    tokens: list[HeldTokens]
    """In the space of the unembedding, then of the embedding."""
    directions: list[HeldDirection]
    """All that have a name, by size of the cosine."""


def compute(look: Look, params: HoldsParams) -> Answer:
    """Cosines between the stream and what could be read from it."""
    point, position = params.point or look.residual.points[-1], look.position(params.position)
    run = look.run(params.run)
    vector = look.residual.row(run, point, position)
    if params.against is not None:
        vector = vector - look.residual.row(look.run(params.against), point, position)
    data = HoldsData(
        point=point,
        position=position,
        token=run.tokens[position],
        run=params.run,
        against=params.against,
        runs=look.run_names,
        norm=bounded(float(vector.norm())),
        tokens=[_tokens(look, vector, space, params.k) for space in _SPACES],
        directions=_directions(look, vector),
        stamp=run.stamp,
    )
    return Answer(data)


def _tokens(look: Look, vector: Tensor, space: Space, k: int) -> HeldTokens:
    cosines = look.toward_tokens(vector, space)
    return HeldTokens(space=space, nearest=largest(look, cosines, k), opposite=smallest(look, cosines, k))


def _directions(look: Look, vector: Tensor) -> list[HeldDirection]:
    found = [_direction(name, look.direction(name).to(vector), vector) for name in look.direction_names]
    return sorted(found, key=lambda each: -abs(each.cosine))


def _direction(name: str, direction: Tensor, vector: Tensor) -> HeldDirection:
    along, length = float(vector @ direction / direction.norm()), float(vector.norm())
    return HeldDirection(
        name=name, cosine=bounded(along / length) if length else 0.0, projection=bounded(along)
    )


def table(data: HoldsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token and each direction."""
    del tensors
    rows = [("direction", each.name, each.cosine) for each in data.directions]
    for tokens in data.tokens:
        rows += [(tokens.space, each.token, each.score) for each in (*tokens.nearest, *tokens.opposite)]
    kinds, names, cosines = zip(*rows, strict=True)
    return Table({"kind": kinds, "name": names, "cosine": cosines}, ("kind", "name"), "cosine")


HOLDS = View("holds", HoldsParams, HoldsData, compute, table=table, example=HoldsParams())
