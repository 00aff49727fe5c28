"""A metric over pairs, as it is on one of them."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.metric import AnswerText, AnswerToken, Metric

from ..metrics.choosing import ANSWERED, REDUCED
from ..words import Words
from .pair import Pair


def metric_of(metric: Metric, pair: Pair, words: Words) -> Metric:
    """The same metric of the pair's own answers, whatever set or answers it was of."""
    answers, distractors = _sides(metric, pair)
    changes = {"answers": _told(answers, words), "distractors": _told(distractors, words), "over": "mean"}
    return metric.model_copy(update={**changes, "pairs": None, "minus": None, "automatic": False})


def takes_several(metric: Metric, pairs: Sequence[Pair]) -> bool:
    """Whether what is measured of some pair is how probable several tokens are that follow each other."""
    if metric.kind not in REDUCED:
        return False
    return any(len(side) > 1 for pair in pairs for side in _sides(metric, pair))


def _sides(metric: Metric, pair: Pair) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Answer and distractor, as far as they are measured."""
    answer = pair.answer if metric.kind in ANSWERED else ()
    return answer, (pair.distractor or ()) if metric.kind == "logit_diff" else ()


def _told(answer: Sequence[int], words: Words) -> list[AnswerText]:
    if not answer:
        return []
    tokens = [AnswerToken(id=token, text=words.text(token)) for token in answer]
    return [AnswerText(tokens=tokens, by_text=False)]
