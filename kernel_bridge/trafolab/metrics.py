"""The number under study: chosen, computed, and put into words."""

from __future__ import annotations

from torch import Tensor
from trafolab_protocol.actions import SetMetric
from trafolab_protocol.metric import AnswerToken, Metric
from trafolab_protocol.prompts import Prompt

from .errors import MetricError
from .words import Words

_NAMES = {"logprob": "log P", "prob": "P", "rank": "rank"}


def automatic(logits: Tensor, words: Words) -> Metric:
    """Logit difference between the first and second prediction of ``logits`` [pos, vocab] at the
    last position."""
    first, second = logits[-1].float().topk(2).indices.tolist()
    return Metric(
        kind="logit_diff",
        answer=AnswerToken(id=first, text=words.text(first)),
        distractor=AnswerToken(id=second, text=words.text(second)),
        automatic=True,
    )


def chosen(action: SetMetric, words: Words, prompt: Prompt | None, d_vocab: int) -> Metric:
    """The metric that a person asked for.

    Raises :class:`MetricError` for an answer that is missing, unknown or several tokens, and for a
    position outside the prompt.
    """
    kind = action.metric_kind or "logit_diff"
    answer = token_of("answer", action.answer, words, d_vocab)
    if answer is None:
        raise MetricError("no_answer", f"The metric {kind} needs an answer.", kind, 'Give answer=" Hart".')
    distractor = token_of("distractor", action.distractor, words, d_vocab)
    if kind == "logit_diff" and distractor is None:
        advice = 'Give distractor=" Carroll", or take the metric "logprob".'
        raise MetricError("no_distractor", "A logit difference needs a distractor.", kind, advice)
    if prompt is not None:
        position_in(action.position, len(prompt.tokens))
    return Metric(
        kind=kind,
        answer=answer,
        distractor=distractor if kind == "logit_diff" else None,
        position=action.position,
    )


def value(metric: Metric, logits: Tensor) -> float:
    """The metric of ``logits`` [pos, vocab], in float32.

    Logit difference and log-probability in nats, probability from 0 to 1; rank 1 is the most
    probable token, and of tokens with equal logits each takes the best rank.
    """
    return float(values(metric, logits[position_in(metric.position, logits.shape[0])][None])[0])


def values(metric: Metric, rows: Tensor) -> Tensor:
    """The metric [row] of logits [row, vocab] at its position, in float32."""
    rows = rows.float()
    answer = rows[:, metric.answer.id]
    if metric.kind == "logit_diff":
        return answer - rows[:, _distractor(metric)]
    if metric.kind == "rank":
        return (rows > answer[:, None]).sum(-1).float() + 1
    log_probs = rows.log_softmax(-1)[:, metric.answer.id]
    return log_probs if metric.kind == "logprob" else log_probs.exp()


def tokens_of(metric: Metric) -> tuple[int, ...] | None:
    """The tokens whose logits alone decide the metric; None where the whole vocabulary does."""
    return (metric.answer.id, _distractor(metric)) if metric.kind == "logit_diff" else None


def values_of_few(metric: Metric, rows: Tensor) -> Tensor:
    """The metric [row] of logits [row, token] of :func:`tokens_of`, or of the whole vocabulary."""
    return values(metric, rows) if tokens_of(metric) is None else rows[:, 0].float() - rows[:, 1].float()


def _distractor(metric: Metric) -> int:
    if metric.distractor is None:
        raise MetricError("no_distractor", "A logit difference needs a distractor.")
    return metric.distractor.id


def label(metric: Metric) -> str:
    """The metric in a few words, such as `` Hart − Carroll``."""
    answer = metric.answer.text
    if metric.kind == "logit_diff" and metric.distractor is not None:
        return f"{answer} −{_spaced(metric.distractor.text)}"
    return f"{_NAMES[metric.kind]}({answer})"


def position_in(position: int, length: int) -> int:
    """The index that a position, negative from the end, means among ``length`` tokens."""
    index = position + length if position < 0 else position
    if not 0 <= index < length:
        raise MetricError(
            "position_out_of_range",
            f"The prompt has {length} tokens, so there is no position {position}.",
            str(position),
            f"Positions go from 0 to {length - 1}, or from -1 back to {-length}.",
        )
    return index


def _spaced(text: str) -> str:
    return text if text[:1].isspace() else f" {text}"


def token_of(role: str, given: str | int | None, words: Words, d_vocab: int) -> AnswerToken | None:
    """The single token that a text or an id means; None for None. Raises :class:`MetricError`."""
    if given is None:
        return None
    if isinstance(given, int):
        if not 0 <= given < d_vocab:
            what = f"The {role} has the id {given}, but the model knows ids 0 to {d_vocab - 1}."
            raise MetricError("id_out_of_range", what, str(given), f"Use an id below {d_vocab}.")
        return AnswerToken(id=given, text=words.text(given))
    ids = words.ids(given)
    if ids is None:
        what = f"This model has no tokenizer, so the {role} {given!r} has no id."
        raise MetricError("no_tokenizer", what, given, "Give the token's id instead.")
    if len(ids) != 1:
        raise MetricError("not_one_token", _several(role, given, ids, words), given, _advice(given, words))
    return AnswerToken(id=ids[0], text=words.text(ids[0]))


def _several(role: str, given: str, ids: list[int], words: Words) -> str:
    pieces = ", ".join(repr(words.text(i)) for i in ids)
    count = f"{len(ids)} tokens ({pieces})" if ids else "no token"
    return f"The {role} {given!r} is {count}; exactly one is needed."


def _advice(given: str, words: Words) -> str:
    spaced = words.ids(f" {given}")
    if spaced is not None and len(spaced) == 1:
        return f"Did you mean {f' {given}'!r}, with the space before it?"
    return "Choose a single token: often that is the word's first piece."
