"""How the prompt goes on, with interventions and without, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import InterventionAxis, Stamp

from ..finite import bounded
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look


class GenerationParams(Record):
    max_new_tokens: int = Field(default=20, ge=1, le=200)
    temperature: float = Field(default=0, ge=0, le=5)
    """0 for the most probable token each time."""
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    wait: float = Field(default=0.1, ge=0, le=600)
    """Seconds to wait for the whole; who watches gets what there is, and more as it comes."""


class GeneratedToken(Record):
    id: int
    text: str
    prob: float
    """That the run gave it, at temperature 1."""


class Continuation(Record):
    run: InterventionAxis
    tokens: list[GeneratedToken]
    stopped: Literal["end", "full", "enough"] | None
    """Why there is no more: the model ended the text, its context is full, or as much was asked for. None
    while more is to come."""


class GenerationData(Record):
    sides: list[Continuation]
    """Live first; the plain one is left out where nothing acts."""
    reason: str | None
    """Why it came to nothing."""
    prompt_end: list[str]
    """The prompt's last tokens."""
    stamp: Stamp


_END = 6


def compute(look: Look, params: GenerationParams) -> Answer:
    """Tokens one by one, each run from its own; at a temperature with the same noise in both."""
    found = look.generated(params.max_new_tokens, params.temperature, params.seed, params.wait)
    sides = [
        Continuation(
            run=side.name,
            tokens=[
                GeneratedToken(id=made.id, text=look.token_text(made.id), prob=bounded(made.prob))
                for made in list(side.made)
            ],
            stopped=side.stopped,
        )
        for side in found.sides
    ]
    data = GenerationData(
        sides=sides,
        reason=found.reason,
        prompt_end=[token.text for token in look.clean.tokens[-_END:]],
        stamp=look.live.stamp,
    )
    return Answer(data)


def version(look: Look, params: GenerationParams) -> object:
    """It goes on while the laboratory stays as it is."""
    del params
    return look.generated_version


def table(data: GenerationData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token of each run."""
    del tensors
    made = [(side.run, i, token) for side in data.sides for i, token in enumerate(side.tokens)]
    columns = {
        "run": [run for run, _, _ in made],
        "step": [i for _, i, _ in made],
        "token": [token.text for _, _, token in made],
        "probability": [token.prob for _, _, token in made],
    }
    return Table(columns, ("run", "step"), "probability", says="token")


GENERATION = View(
    name="generation",
    params=GenerationParams,
    data=GenerationData,
    compute=compute,
    version=version,
    table=table,
    example=GenerationParams(max_new_tokens=5, wait=60),
)
