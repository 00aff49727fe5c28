"""The number under study, live beside plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.metric import MetricKind
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import MetricError
from ..finite import finite
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look
    from ..overall import Mean, SetReading


class MetricParams(Record):
    """The metric is the state's; nothing is to be chosen here."""


class Interval(Record):
    """The 95 % bootstrap interval of a mean, over pairs."""

    low: float
    high: float


class OverPairs(Record):
    """Over how many pairs a mean is taken."""

    n: int
    """By now: they come in one group after the other."""
    n_pairs: int
    live: Interval | None
    """None for fewer than two pairs."""
    plain: Interval | None
    change: Interval | None
    """Of the difference between live and plain, pair by pair."""


class MetricData(Record):
    label: str
    """The metric in words, such as `` Hart − Carroll``."""
    kind: MetricKind | None
    live: float | None
    plain: float | None
    reason: str | None
    """Why there is no number, where there is none."""
    over: OverPairs | None = None
    """Where the numbers are means over a set of pairs, or the gap between two; none of them is known yet
    where None."""
    stamp: Stamp


def compute(look: Look, params: MetricParams) -> Answer:
    """Both runs read by the state's metric."""
    del params
    metric = look.metric
    if metric is not None and metric.pairs is not None:
        return _over_pairs(look, metric.kind)
    live = look.live
    numbers = {"live": live.metric, "plain": look.plain.metric}
    reason = _lost(numbers)
    if None in numbers.values():
        reason = _reason(look)
    data = MetricData(
        label=look.metric_label,
        kind=None if metric is None else metric.kind,
        live=finite(numbers["live"]),
        plain=finite(numbers["plain"]),
        reason=look.metric_problem or reason,
        stamp=live.stamp,
    )
    return Answer(data)


def _over_pairs(look: Look, kind: MetricKind) -> Answer:
    found = look.overall()
    reading, reason = found.reading, look.metric_problem or found.reason
    live, plain = (None, None) if reading is None else (reading.live, reading.plain)
    if reason is None and None in (live, plain):
        whole = reading is not None and reading.n == reading.n_pairs
        reason = "In some pair it is not a finite number." if whole else "Being computed over the pairs …"
    data = MetricData(
        label=look.metric_label,
        kind=kind,
        live=None if live is None else live.value,
        plain=None if plain is None else plain.value,
        reason=reason,
        over=None if reading is None else _counted(reading),
        stamp=found.stamp,
    )
    return Answer(data)


def _counted(reading: SetReading) -> OverPairs:
    return OverPairs(
        n=reading.n,
        n_pairs=reading.n_pairs,
        live=_interval(reading.live),
        plain=_interval(reading.plain),
        change=_interval(reading.change),
    )


def _interval(mean: Mean | None) -> Interval | None:
    if mean is None or mean.low is None or mean.high is None:
        return None
    return Interval(low=mean.low, high=mean.high)


def _lost(numbers: dict[str, float | None]) -> str | None:
    lost = [axis for axis, number in numbers.items() if number is not None and finite(number) is None]
    return f"It is not a finite number in the {' and the '.join(lost)} run." if lost else None


def _reason(look: Look) -> str | None:
    """Why a run has no number, which a person's function may find out only there."""
    for run in (look.live, look.plain):
        try:
            run.measured()
        except MetricError as error:
            return error.what
    return None


def version(look: Look, params: MetricParams) -> object:
    """A mean over pairs goes on while the laboratory stays as it is."""
    del params
    return look.overall_version


METRIC = Feed("metric", MetricParams, MetricData, compute, version)
