"""The single pairs of a set, a page of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field
from trafolab_protocol.record import Record

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class PairsParams(Record):
    name: str
    start: int = Field(default=0, ge=0)
    count: int = Field(default=50, ge=1, le=500)


class PairRow(Record):
    index: int
    clean: str
    """As it reads, with the tokens that begin it."""
    corrupt: str
    answer: str
    distractor: str | None
    n_tokens: int
    """Of either prompt."""


class PairsData(Record):
    name: str
    n_pairs: int
    """In the whole set."""
    rows: list[PairRow]


def compute(look: Look, params: PairsParams) -> Answer:
    """Raises :class:`LabError` for a set that there is not."""
    pairs = look.pairs(params.name)
    shown = list(enumerate(pairs))[params.start : params.start + params.count]
    rows = [
        PairRow(
            index=index,
            clean=look.text(pair.clean),
            corrupt=look.text(pair.corrupt),
            answer=_read(look, pair.answer),
            distractor=None if pair.distractor is None else _read(look, pair.distractor),
            n_tokens=pair.n_tokens,
        )
        for index, pair in shown
    ]
    return Answer(PairsData(name=params.name, n_pairs=len(pairs), rows=rows))


def _read(look: Look, answer: Sequence[int]) -> str:
    return "".join(look.token_text(token) for token in answer)


PAIRS = Feed("pairs", PairsParams, PairsData, compute)
