"""A metric in a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trafolab_protocol.metric import AnswerText, Metric, MetricKind


def label(metric: Metric, kl: tuple[str, str] = ("plain", "live")) -> str:
    """Such as `` Hart − Carroll``; ``kl`` names the two runs that a divergence is between: the first has the
    probabilities that it is weighted by."""
    if metric.pairs is not None:
        gap = "" if metric.minus is None else f" minus {metric.minus}"
        return f"{label_over_pairs(metric, kl)} over {metric.pairs}{gap}"
    return _of_prompt(metric, kl)


def _of_prompt(metric: Metric, kl: tuple[str, str]) -> str:
    if metric.kind == "kl":
        return f"KL({kl[0]} ‖ {kl[1]})"
    return _LABELS[metric.kind](metric)


def label_over_pairs(metric: Metric, kl: tuple[str, str] = ("plain", "live")) -> str:
    """Such as ``answer − distractor``, of which each pair has its own."""
    if metric.kind == "top_k":
        return f"top {metric.k}(answer)"
    return _PAIRED.get(metric.kind) or _of_prompt(metric, kl)


def _logit_diff(metric: Metric) -> str:
    sides = [metric.answers, metric.distractors]
    if any(len(each.tokens) > 1 for side in sides for each in side):
        right, wrong = (_of_set("log P", side, metric) for side in sides)
        return f"{right} − {wrong}"
    right, wrong = (_texts(side) if len(side) == 1 else f"{metric.over}({_texts(side)})" for side in sides)
    return f"{right} −{_spaced(wrong)}"


def _of_set(name: str, answers: Sequence[AnswerText], metric: Metric) -> str:
    """``P( Hart)``; of a set the mean, or that any of it comes."""
    if len(answers) == 1:
        return f"{name}({_texts(answers)})"
    return f"mean {name}({_texts(answers)})" if metric.over == "mean" else f"{name}({_any(answers)})"


def _rank(metric: Metric) -> str:
    mean = "mean " if len(metric.answers) > 1 else ""
    return f"{mean}rank({_texts(metric.answers)})"


def _loss(metric: Metric) -> str:
    return "loss" if metric.positions is None else f"loss at {', '.join(map(str, metric.positions))}"


def _function(metric: Metric) -> str:
    return "" if metric.function is None else metric.function.name


def _texts(answers: Sequence[AnswerText]) -> str:
    return ",".join(each.text if i == 0 else _spaced(each.text) for i, each in enumerate(answers))


def _any(answers: Sequence[AnswerText]) -> str:
    return " or".join(each.text if i == 0 else _spaced(each.text) for i, each in enumerate(answers))


def _spaced(text: str) -> str:
    return text if text[:1].isspace() else f" {text}"


_LABELS: dict[MetricKind, Callable[[Metric], str]] = {
    "logit_diff": _logit_diff,
    "logprob": lambda metric: _of_set("log P", metric.answers, metric),
    "prob": lambda metric: _of_set("P", metric.answers, metric),
    "rank": _rank,
    "top_k": lambda metric: f"top {metric.k}({_any(metric.answers)})",
    "loss": _loss,
    "function": _function,
}

_PAIRED: dict[MetricKind, str] = {
    "logit_diff": "answer − distractor",
    "logprob": "log P(answer)",
    "prob": "P(answer)",
    "rank": "rank(answer)",
}
