"""Prompts as a person gives them, and as the model receives them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .record import Record


class TextSource(Record):
    """A prompt given as text; BOS is added as the model's tokenizer has it, never doubled."""

    kind: Literal["text"] = "text"
    text: str


class IdsSource(Record):
    """A prompt given as token ids, used as they are; for models without a tokenizer too."""

    kind: Literal["ids"] = "ids"
    ids: list[int]
    labels: list[str] | None = None
    """What to show for each id; the ids themselves where None."""


PromptSource = Annotated[TextSource | IdsSource, Field(discriminator="kind")]


class Token(Record):
    """One token of the model's input."""

    id: int
    text: str
    """Decoded alone, whitespace kept; for an id that is no whole character, its byte form."""
    role: str | None = None


class Prompt(Record):
    """A prompt under study: ``clean``, or a named counterfactual."""

    name: str
    source: PromptSource
    tokens: list[Token]
