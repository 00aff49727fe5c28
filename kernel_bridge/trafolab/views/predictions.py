"""The most probable next tokens at one position, live beside plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from .view import Answer, View, bounded

if TYPE_CHECKING:
    from ..look import Look


class PredictionsParams(Record):
    position: int = -1
    k: int = Field(default=10, ge=1, le=200)


class PredictionRow(Record):
    id: int
    token: str
    prob: float
    plain_prob: float
    logit: float
    plain_logit: float


class PredictionsData(Record):
    position: int
    token: str
    """The token that stands at ``position``; the rows say what follows it."""
    rows: list[PredictionRow]
    """By live probability, largest first."""
    stamp: Stamp


def compute(look: Look, params: PredictionsParams) -> Answer:
    """The k tokens with the largest of live and plain probability."""
    position = look.position(params.position)
    live, plain = look.live.logits[position].float(), look.plain.logits[position].float()
    prob, plain_prob = live.softmax(-1), plain.softmax(-1)
    largest = prob.maximum(plain_prob).topk(min(params.k, prob.shape[-1])).indices
    ids: list[int] = largest[prob[largest].argsort(descending=True)].tolist()
    rows = [
        PredictionRow(
            id=i,
            token=look.token_text(i),
            prob=bounded(float(prob[i])),
            plain_prob=bounded(float(plain_prob[i])),
            logit=bounded(float(live[i])),
            plain_logit=bounded(float(plain[i])),
        )
        for i in ids
    ]
    token = look.clean.tokens[position].text
    return Answer(PredictionsData(position=position, token=token, rows=rows, stamp=look.live.stamp))


PREDICTIONS = View("predictions", PredictionsParams, PredictionsData, compute)
