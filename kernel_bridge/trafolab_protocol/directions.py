"""Named directions in the residual stream: what they are made from, and what they are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .prompts import PromptSource
from .record import Record
from .stamps import Stamp

Space = Literal["embed", "unembed"]


class Contrast(Record):
    """Mean of the stream over one set of prompts, less that over another (difference of means)."""

    kind: Literal["contrast"] = "contrast"
    positive: str | list[PromptSource]
    """Name of a reference set, or prompts, which then become one."""
    negative: str | list[PromptSource]
    at: str = "resid_post.0"
    """The target whose values are read."""
    position: int | None = -1
    """Of each prompt; None for the mean over all positions but BOS."""


class Term(Record):
    """A token with its weight in a sum."""

    token: str | int
    weight: float = Field(default=1.0, allow_inf_nan=False)


class TokenSum(Record):
    """A weighted sum of tokens' embeddings or unembeddings, such as king − man + woman."""

    kind: Literal["tokens"] = "tokens"
    terms: list[Term] = Field(min_length=1)
    space: Space = "unembed"


class Given(Record):
    """A vector that code gave, stored under ``tensor``."""

    kind: Literal["given"] = "given"
    tensor: str


Recipe = Annotated[Contrast | TokenSum | Given, Field(discriminator="kind")]


class Direction(Record):
    """A vector [d_model] with a name."""

    name: str
    tensor: str
    norm: float
    recipe: Recipe
    stamp: Stamp
    code: str
