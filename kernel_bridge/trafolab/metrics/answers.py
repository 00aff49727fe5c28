"""Answers: the tokens that a text or ids mean."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.actions import GivenAnswer
from trafolab_protocol.metric import AnswerText, AnswerToken

from ..errors import MetricError
from ..words import Words


def answers_of(role: str, given: GivenAnswer | None, words: Words, d_vocab: int) -> list[AnswerText]:
    """The set of answers that was given, each once. Raises :class:`MetricError` for what is no token."""
    each_given = [] if given is None else given if isinstance(given, list) else [given]
    found = [_answer(role, each, words, d_vocab) for each in each_given]
    return list({tuple(token.id for token in each.tokens): each for each in found}.values())


def token_of(role: str, given: str | int | None, words: Words, d_vocab: int) -> AnswerToken | None:
    """The single token that a text or an id means; None for None. Raises :class:`MetricError`."""
    if given is None:
        return None
    if isinstance(given, int):
        return _token(role, given, words, d_vocab)
    ids = _ids(role, given, words)
    if len(ids) != 1:
        raise MetricError("not_one_token", several(role, given, ids, words), given, _advice(given, words))
    return AnswerToken(id=ids[0], text=words.text(ids[0]))


def several(role: str, given: str, ids: Sequence[int], words: Words) -> str:
    """That a text is not one token, and which it is."""
    pieces = ", ".join(repr(words.text(i)) for i in ids)
    count = f"{len(ids)} tokens ({pieces})" if ids else "no token"
    return f"The {role} {given!r} is {count}; exactly one is needed."


def _answer(role: str, given: str | int | list[int], words: Words, d_vocab: int) -> AnswerText:
    if isinstance(given, str):
        tokens = [AnswerToken(id=i, text=words.text(i)) for i in _whole(role, given, words)]
        return AnswerText(tokens=tokens)
    ids = given if isinstance(given, list) else [given]
    if not ids:
        raise MetricError("no_answer", f"The {role} [] is no token.", role, "Give the ids of its tokens.")
    tokens = [_token(role, i, words, d_vocab) for i in ids]
    text = "".join(token.text for token in tokens)
    return AnswerText(tokens=tokens, by_text=words.ids(text) == ids)


def _whole(role: str, given: str, words: Words) -> list[int]:
    """The ids of a text, unless a space was forgotten: pieces of a word are hardly ever meant."""
    ids = _ids(role, given, words)
    meant = words.ids(f" {given}") or []
    if not ids or (len(ids) > 1 and len(meant) == 1):
        raise MetricError("not_one_token", several(role, given, ids, words), given, _advice(given, words))
    return ids


def _token(role: str, given: int, words: Words, d_vocab: int) -> AnswerToken:
    if not 0 <= given < d_vocab:
        what = f"The {role} has the id {given}, but the model knows ids 0 to {d_vocab - 1}."
        raise MetricError("id_out_of_range", what, str(given), f"Use an id below {d_vocab}.")
    return AnswerToken(id=given, text=words.text(given))


def _ids(role: str, given: str, words: Words) -> list[int]:
    ids = words.ids(given)
    if ids is None:
        what = f"This model has no tokenizer, so the {role} {given!r} has no id."
        raise MetricError("no_tokenizer", what, given, "Give the token's id instead.")
    return ids


def _advice(given: str, words: Words) -> str:
    spaced = words.ids(f" {given}")
    if spaced is not None and len(spaced) == 1:
        return f"Did you mean {f' {given}'!r}, with the space before it?"
    return "Choose a single token: often that is the word's first piece."
