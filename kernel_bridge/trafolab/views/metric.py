"""The number under study, live beside plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.metric import MetricKind
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import MetricError
from .view import Answer, View, finite

if TYPE_CHECKING:
    from ..look import Look


class MetricParams(Record):
    """The metric is the state's; nothing is to be chosen here."""


class MetricData(Record):
    label: str
    """The metric in words, such as `` Hart − Carroll``."""
    kind: MetricKind | None
    live: float | None
    plain: float | None
    reason: str | None
    """Why there is no number, where there is none."""
    stamp: Stamp


def compute(look: Look, params: MetricParams) -> Answer:
    """Both runs read by the state's metric."""
    del params
    metric = look.metric
    live = look.live
    numbers = {"live": live.metric, "plain": look.plain.metric}
    lost = [axis for axis, number in numbers.items() if number is not None and finite(number) is None]
    reason = f"It is not a finite number in the {' and the '.join(lost)} run." if lost else None
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


def _reason(look: Look) -> str | None:
    """Why a run has no number, which a person's function may find out only there."""
    for run in (look.live, look.plain):
        try:
            run.measured()
        except MetricError as error:
            return error.what
    return None


METRIC = View("metric", MetricParams, MetricData, compute)
