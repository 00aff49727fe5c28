"""How far the metric is spread over the seeded draws of a resample ablation."""

from __future__ import annotations

from statistics import fmean, stdev
from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import finite
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class DrawsParams(Record):
    """How many draws there are, the interventions say."""


class DrawsData(Record):
    values: list[float]
    """The metric under each draw, the acting one first; empty where nothing is resampled, or it has none."""
    mean: float | None
    sd: float | None
    """Of the sample, with n − 1 in the denominator; None for fewer than two draws."""
    stamp: Stamp


def compute(look: Look, params: DrawsParams) -> Answer:
    """One live run for each draw, read by the state's metric."""
    del params
    numbers = [look.drawn(draw).metric for draw in range(look.n_draws)]
    values = [value for value in map(finite, numbers) if value is not None]
    data = DrawsData(
        values=values,
        mean=fmean(values) if values else None,
        sd=stdev(values) if len(values) > 1 else None,
        stamp=look.live.stamp,
    )
    return Answer(data)


DRAWS = Feed("draws", DrawsParams, DrawsData, compute)
