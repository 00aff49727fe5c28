"""A person's own numbers, for the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from trafolab_protocol.record import Record

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class PaintParams(Record):
    """Always those in force."""


class PaintData(Record):
    label: str
    components: list[str]
    """Those that have a number; none where the map is not painted."""
    model: str
    """That they were painted on."""


def compute(look: Look, params: PaintParams) -> Answer:
    """Tensor ``values``: float32 [component]. Raises :class:`ViewError` where they do not fit the model."""
    del params
    label, model, numbers = look.paint()
    values = np.array(list(numbers.values()), dtype=np.float32)
    return Answer(PaintData(label=label, components=list(numbers), model=model), {"values": values})


PAINT = Feed("paint", PaintParams, PaintData, compute)
