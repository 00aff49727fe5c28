"""The tokens nearest to a token, or to a sum and difference of tokens, by their vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import LabError, ViewError
from ..finite import bounded
from .circuit_records import prompt_tokens, weights_stamp
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look

_MOST = 12


def _few(given: list[str | int]) -> list[str | int]:
    if len(given) > _MOST:
        raise ValueError(f"these are {len(given)} tokens; take at most {_MOST}")
    return given


Given = Annotated[list[str | int], AfterValidator(_few)]
"""Tokens by their texts or their ids."""


class EmbeddingNeighboursParams(Record):
    plus: Given = []
    """Tokens whose vectors are added; none: the token that is read, as long as there is a prompt."""
    minus: Given = []
    """Tokens whose vectors are subtracted."""
    position: int = -1
    space: Literal["embed", "unembed"] = "embed"
    centred: bool = False
    """Whether all vectors are taken from the mean of all, which most of them share."""
    k: int = Field(default=15, ge=1, le=200)


class NamedToken(Record):
    id: int
    token: str


class Neighbour(Record):
    id: int
    token: str
    cosine: float


class EmbeddingNeighboursData(Record):
    plus: list[NamedToken]
    minus: list[NamedToken]
    of_prompt: bool
    """Whether it is the token that is read, since none was given."""
    not_found: list[str]
    """What was given and is no token of this model, and why."""
    space: Literal["embed", "unembed"]
    centred: bool
    rows: list[Neighbour]
    length: float
    """Of the vector."""
    mean: float
    """Of its cosines with all tokens."""
    spread: float
    """Their standard deviation."""
    stamp: Stamp | None


def compute(look: Look, params: EmbeddingNeighboursParams) -> Answer:
    """By cosine, with the tokens that were given left out (Mikolov et al. 2013)."""
    not_found: list[str] = []
    plus, minus = (_found(look, given, not_found) for given in (params.plus, params.minus))
    of_prompt = not plus and not minus
    plus = [_read(look, params.position)] if of_prompt else plus
    near = look.circuits.neighbours(plus, minus, params.space, params.k, centred=params.centred)
    data = EmbeddingNeighboursData(
        plus=[NamedToken(id=i, token=look.token_text(i)) for i in plus],
        minus=[NamedToken(id=i, token=look.token_text(i)) for i in minus],
        of_prompt=of_prompt,
        not_found=not_found,
        space=params.space,
        centred=params.centred,
        rows=[Neighbour(id=i, token=look.token_text(i), cosine=bounded(c)) for i, c in near.nearest],
        length=bounded(near.length),
        mean=bounded(near.mean),
        spread=bounded(near.spread),
        stamp=weights_stamp(look),
    )
    return Answer(data)


def _found(look: Look, given: list[str | int], not_found: list[str]) -> list[int]:
    """Ids of what was given; what is no token is told, so that the rest can be looked at."""
    ids: list[int] = []
    for each in given:
        try:
            ids.append(look.token("token", each).id)
        except LabError as error:
            not_found.append(str(error))
    return ids


def _read(look: Look, position: int) -> int:
    tokens = prompt_tokens(look)
    if not tokens:
        advice = "Give plus=[…], or set a prompt with lab.prompt(…)."
        raise ViewError("no_token", "There is no token to begin with.", "plus", advice)
    return tokens[look.position(position)].id


def table(data: EmbeddingNeighboursData, tensors: Mapping[str, Array]) -> Table:
    """A row for each neighbour."""
    del tensors
    names = tuple(Neighbour.model_fields)
    return Table({name: [getattr(row, name) for row in data.rows] for name in names}, ("token",), "cosine")


EMBEDDING_NEIGHBOURS = View(
    "embedding_neighbours",
    EmbeddingNeighboursParams,
    EmbeddingNeighboursData,
    compute,
    table=table,
    example=EmbeddingNeighboursParams(plus=[" Paris", " Spain"], minus=[" France"], k=10),
)
