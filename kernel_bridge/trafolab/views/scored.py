"""Tokens with a number each, as several views list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record

from ..finite import bounded

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look


class ScoredToken(Record):
    id: int
    token: str
    score: float


def largest(look: Look, scores: Tensor, k: int) -> list[ScoredToken]:
    """The k tokens with the largest of these scores [vocab], largest first."""
    top = scores.nan_to_num(float("-inf")).topk(min(k, len(scores)))
    pairs = zip(top.indices.tolist(), top.values.tolist(), strict=True)
    return [ScoredToken(id=i, token=look.token_text(i), score=bounded(score)) for i, score in pairs]


def smallest(look: Look, scores: Tensor, k: int) -> list[ScoredToken]:
    """The k with the smallest, smallest first."""
    found = largest(look, -scores, k)
    return [each.model_copy(update={"score": -each.score}) for each in found]
