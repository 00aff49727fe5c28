"""The metric that a person asked for, or the one that there is until somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from torch import Tensor
from trafolab_protocol.actions import GivenAnswer, SetMetric
from trafolab_protocol.metric import AnswerText, AnswerToken, Metric, MetricKind

from ..errors import MetricError
from ..words import Words
from .answers import answers_of, several

ANSWERED: Final[tuple[MetricKind, ...]] = ("logit_diff", "logprob", "prob", "rank", "top_k")
"""Kinds that measure answers."""
RANKED: Final[tuple[MetricKind, ...]] = ("rank", "top_k")
"""Kinds whose answers are single tokens."""
REDUCED: Final[tuple[MetricKind, ...]] = ("logit_diff", "logprob", "prob")
"""Kinds that can take a set of answers together in either way."""

_K = 5
_INSTEAD = {
    ("loss", "position"): "Give positions=[…].",
    ("", "minus"): 'Name both sets: pairs="…", minus="…".',
}


def automatic(logits: Tensor, words: Words) -> Metric:
    """Logit difference between the first and second prediction of ``logits`` [pos, vocab] at the
    last position."""
    first, second = (
        AnswerText(tokens=[AnswerToken(id=i, text=words.text(i))], by_text=words.ids(words.text(i)) == [i])
        for i in logits[-1].float().topk(2).indices.tolist()
    )
    return Metric(kind="logit_diff", answers=[first], distractors=[second], automatic=True)


def chosen(action: SetMetric, words: Words, d_vocab: int) -> Metric:
    """The metric that a person asked for.

    Raises :class:`MetricError` for an answer that is missing, unknown or not of the kind, and for what
    belongs to another kind of metric. Whether a prompt has its positions, :func:`measure_of` tells.
    """
    kind = action.metric_kind or "logit_diff"
    _refuse_foreign(action, kind)
    if action.pairs is not None:
        return _over_pairs(action, kind)
    answers = answers_of("answer", action.answer, words, d_vocab)
    distractors: list[AnswerText] = []
    if kind == "logit_diff":
        distractors = answers_of("distractor", action.distractor, words, d_vocab)
    _refuse_missing(kind, answers, distractors)
    for each in answers if kind in RANKED else []:
        _refuse_several(each, words)
    return Metric(
        kind=kind,
        answers=answers,
        distractors=distractors,
        over=action.over,
        k=(action.k or _K) if kind == "top_k" else None,
        position=action.position,
        positions=None if action.positions is None else sorted(set(action.positions)),
        function=action.function,
    )


def _over_pairs(action: SetMetric, kind: MetricKind) -> Metric:
    """Whether there are such sets, and they have what it needs, is looked up where they are."""
    given = {
        "answer": action.answer is not None,
        "distractor": action.distractor is not None,
        f'over="{action.over}"': action.over != "mean",
    }
    wrong = next((name for name, there in given.items() if there), None)
    if wrong is not None:
        what = f"Over {action.pairs} the answers are each pair's own, so {wrong} can't be given."
        raise MetricError("not_of_this_kind", what, wrong, "Leave it out.")
    return Metric(
        kind=kind,
        k=(action.k or _K) if kind == "top_k" else None,
        position=action.position,
        positions=None if action.positions is None else sorted(set(action.positions)),
        function=action.function,
        pairs=action.pairs,
        minus=action.minus,
    )


def action_of(metric: Metric, given: Callable[[AnswerText], str | int | list[int]]) -> SetMetric:
    """The action that chooses a metric again; ``given`` says an answer."""
    answers, distractors = ([given(each) for each in side] for side in (metric.answers, metric.distractors))
    return SetMetric(
        metric_kind=metric.kind,
        answer=_bare(answers),
        distractor=_bare(distractors),
        over=metric.over,
        k=metric.k,
        position=metric.position,
        positions=metric.positions,
        function=metric.function,
        pairs=metric.pairs,
        minus=metric.minus,
    )


def _bare(answers: list[str | int | list[int]]) -> GivenAnswer | None:
    """One answer alone, several as a list."""
    only = answers[0] if len(answers) == 1 else None
    return only if isinstance(only, str | int) else answers or None


def _refuse_foreign(action: SetMetric, kind: MetricKind) -> None:
    # A distractor may stay where the kind needs none: whoever goes from one kind to another keeps it.
    given = {
        "answer": action.answer is not None and kind not in ANSWERED,
        f'over="{action.over}"': action.over != "mean" and kind not in REDUCED,
        "k": action.k is not None and kind != "top_k",
        "position": action.position != -1 and kind in ("loss", "function"),
        "positions": action.positions is not None and kind != "loss",
        "function": action.function is not None and kind != "function",
        "minus": action.minus is not None and action.pairs is None,
    }
    wrong = next((name for name, there in given.items() if there), None)
    if wrong is not None:
        advice = _INSTEAD.get((kind, wrong)) or _INSTEAD.get(("", wrong), "Leave it out.")
        raise MetricError("not_of_this_kind", f"The metric {kind} has no {wrong}.", wrong, advice)


def _refuse_missing(kind: MetricKind, answers: list[AnswerText], distractors: list[AnswerText]) -> None:
    if kind in ANSWERED and not answers:
        raise MetricError("no_answer", f"The metric {kind} needs an answer.", kind, 'Give answer=" Hart".')
    if kind == "logit_diff" and not distractors:
        advice = 'Give distractor=" Carroll", or take the metric "logprob".'
        raise MetricError("no_distractor", "A logit difference needs a distractor.", kind, advice)


def _refuse_several(answer: AnswerText, words: Words) -> None:
    if len(answer.tokens) > 1:
        what = several("answer", answer.text, [token.id for token in answer.tokens], words)
        advice = 'Choose a single token, or take the metric "logprob".'
        raise MetricError("not_one_token", what, answer.text, advice)
