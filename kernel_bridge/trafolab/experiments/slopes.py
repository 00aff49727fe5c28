"""Which metrics a gradient says something of."""

from __future__ import annotations

from typing import Final

from trafolab_protocol.metric import Metric

from ..errors import MetricError
from ..metrics import label

_STEPS: Final[dict[str, str]] = {
    "rank": "A rank moves in steps, so that its gradient is zero everywhere",
    "top_k": "Being among the first k is a step, so that its gradient is zero everywhere",
}


def refuse_without_slope(metric: Metric | None) -> None:
    """Raises :class:`MetricError` for a metric that moves in steps."""
    why = None if metric is None else _STEPS.get(metric.kind)
    if metric is not None and why is not None:
        advice = 'Take one that is smooth: lab.metric("logit_diff", …) or "logprob".'
        raise MetricError("no_slope", f"{label(metric)} can't be estimated: {why}.", metric.kind, advice)
