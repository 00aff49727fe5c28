"""Positions as a person names them: by index, by the text of a token, by role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trafolab_protocol.interventions import Position, Positions
from trafolab_protocol.prompts import Prompt, Token

from .errors import OperationError
from .metrics import position_in

END = "end"
"""The role of the last token of every prompt."""


def resolved(given: Literal["all"] | Sequence[int | str], prompt: Prompt | None) -> Positions:
    """The places that are meant, with the tokens that stand there.

    Raises :class:`LabError` for an index outside the prompt and for a token that it does not have.
    """
    if isinstance(given, str):
        return "all"
    if prompt is None:
        advice = 'Set a prompt first, or leave positions at "all".'
        raise OperationError("no_prompt", "There is no prompt that positions could be of.", None, advice)
    found: dict[int, Position] = {}
    for each in given:
        for index, role in _indices(each, prompt.tokens):
            found[index] = Position(index=index, token=prompt.tokens[index].text, role=role)
    if not found:
        raise OperationError("no_position", "No position was given.", None, 'Give positions, or "all".')
    return [found[index] for index in sorted(found)]


def _indices(given: int | str, tokens: Sequence[Token]) -> list[tuple[int, str | None]]:
    if isinstance(given, int):
        index = position_in(given, len(tokens))
        return [(index, tokens[index].role)]
    by_role = [i for i, token in enumerate(tokens) if token.role == given]
    if by_role:
        return [(index, given) for index in by_role]
    if given == END:
        return [(len(tokens) - 1, END)]
    by_text = [i for i, token in enumerate(tokens) if given in (token.text, token.text.strip())]
    if not by_text:
        shown = ", ".join(repr(token.text) for token in tokens[:12])
        advice = f"It has {shown}{' …' if len(tokens) > 12 else ''}; the role of the last one is {END}."
        raise OperationError("no_such_token", f"The prompt has no token {given!r}.", given, advice)
    return [(index, tokens[index].role) for index in by_text]
