"""Which metrics a gradient says something of."""

from __future__ import annotations

from typing import Final, NoReturn

from trafolab_protocol.metric import Metric

from ...errors import MetricError
from ...metrics import label

_STEPS: Final[dict[str, str]] = {
    "rank": "A rank moves in steps, so that its gradient is zero everywhere",
    "kl": "A divergence is least at the run that it is taken from, so that its gradient is zero there",
    "top_k": "Being among the first k is a step, so that its gradient is zero everywhere",
}


_ADVICE = 'Take one that is smooth: lab.metric("logit_diff", …) or "logprob".'


def refuse_without_slope(metric: Metric | None) -> None:
    """Raises :class:`MetricError` for a metric that moves in steps."""
    why = None if metric is None else _STEPS.get(metric.kind)
    if metric is not None and why is not None:
        raise MetricError("no_slope", f"{label(metric)} can't be estimated: {why}.", metric.kind, _ADVICE)


def refuse_flat(metric: Metric) -> NoReturn:
    """Raises :class:`MetricError`: a function gave a number that has lost its way back to the logits."""
    what = f"{label(metric)} can't be estimated: what it gives has no gradient."
    advice = "Compute it by torch from the logits, without .item(), .detach() and numpy."
    raise MetricError("no_slope", what, metric.kind, advice)
