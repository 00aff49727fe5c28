"""The named directions: the tokens along each, and the angles between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.directions import Space
from trafolab_protocol.record import Record

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class DirectionsParams(Record):
    k: int = Field(default=5, ge=1, le=50)
    space: Space = "unembed"
    """In which rows the nearest tokens are looked for."""


class NearToken(Record):
    id: int
    token: str
    cosine: float


class DirectionRow(Record):
    name: str
    nearest: list[NearToken]
    """Largest cosine first."""
    opposite: list[NearToken]
    """Smallest cosine first."""


class DirectionsData(Record):
    rows: list[DirectionRow]
    """In the order of the state's list; without those whose values are missing."""


def compute(look: Look, params: DirectionsParams) -> Answer:
    """Tensor ``cosines``: float32 [direction, direction]."""
    rows: list[DirectionRow] = []
    for name in look.direction_names:
        near, far = look.along(name, params.k, params.space)
        rows.append(
            DirectionRow(
                name=name,
                nearest=[NearToken(id=n.id, token=n.token, cosine=n.cosine) for n in near],
                opposite=[NearToken(id=n.id, token=n.token, cosine=n.cosine) for n in far],
            )
        )
    return Answer(DirectionsData(rows=rows), {"cosines": np.asarray(look.cosines(), dtype=np.float32)})


DIRECTIONS = Feed("directions", DirectionsParams, DirectionsData, compute)
