"""The Python that chooses a metric."""

from __future__ import annotations

from typing import Any

from trafolab_protocol.actions import SetMetric
from trafolab_protocol.metric import AnswerText, Metric

from .functions import untold
from .literals import literal, quoted
from .metrics import action_of


def metric_line(action: SetMetric) -> str:
    """The call that chooses it. A function goes by its name, which has to be defined before."""
    if action.metric_kind is None:
        return "lab.metric(None)"
    named: dict[str, Any] = {"answer": action.answer, "distractor": action.distractor}
    named |= {"over": None if action.over == "mean" else action.over, "k": action.k}
    named |= {"position": None if action.position == -1 else action.position, "positions": action.positions}
    named |= {"pairs": action.pairs, "minus": action.minus}
    said = [f"{name}={literal(value)}" for name, value in named.items() if value is not None]
    what = quoted(action.metric_kind) if action.function is None else action.function.name
    return f"lab.metric({', '.join([what, *said])})"


def metric_lines(metric: Metric) -> list[str]:
    """What chooses it in a fresh kernel; a comment where Python can't say it."""
    action, function = action_of(metric, _said), metric.function
    if function is None:
        return [metric_line(action)]
    lost = untold(function.name, function.source, function.needs)
    if lost is not None:
        return [f"# not rebuilt: metric {function.name}: {lost}"]
    own = [] if function.name.startswith("torch.") else [function.source]
    return [*own, metric_line(action)]


def _said(answer: AnswerText) -> str | int | list[int]:
    """By its text where that names it."""
    if answer.by_text:
        return answer.text
    ids = [token.id for token in answer.tokens]
    return ids[0] if len(ids) == 1 else ids
