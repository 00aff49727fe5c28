"""The most probable next tokens at one position, live beside plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look


_MOST = 24
"""Of the metric's tokens that are listed beside the largest."""


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
    role: Literal["answer", "distractor"] | None
    """What the metric makes of it."""


class PredictionsData(Record):
    position: int
    token: str
    """The token that stands at ``position``; the rows say what follows it."""
    rows: list[PredictionRow]
    """By live probability, largest first; behind them the metric's own tokens that are not among them."""
    n_largest: int
    """So many of the rows are the largest."""
    stamp: Stamp


def compute(look: Look, params: PredictionsParams) -> Answer:
    """The k tokens with the largest of live and plain probability, and those that the metric measures."""
    position = look.position(params.position)
    live, plain = look.live.logits[position].float(), look.plain.logits[position].float()
    prob, plain_prob = live.softmax(-1), plain.softmax(-1)
    largest = prob.maximum(plain_prob).topk(min(params.k, prob.shape[-1])).indices
    ids: list[int] = largest[prob[largest].argsort(descending=True)].tolist()
    roles = _roles(look)
    others = sorted(roles.keys() - set(ids), key=lambda i: float(-prob[i]))
    rows = [
        PredictionRow(
            id=i,
            token=look.token_text(i),
            prob=bounded(float(prob[i])),
            plain_prob=bounded(float(plain_prob[i])),
            logit=bounded(float(live[i])),
            plain_logit=bounded(float(plain[i])),
            role=roles.get(i),
        )
        for i in [*ids, *others[:_MOST]]
    ]
    token = look.clean.tokens[position].text
    stamp = look.live.stamp
    data = PredictionsData(position=position, token=token, rows=rows, n_largest=len(ids), stamp=stamp)
    return Answer(data)


def _roles(look: Look) -> dict[int, Literal["answer", "distractor"]]:
    """Of the tokens that the metric's answers, and what they are measured against, begin with."""
    if look.metric is None:
        return {}
    found: dict[int, Literal["answer", "distractor"]] = {}
    found.update({each.tokens[0].id: "distractor" for each in look.metric.distractors})
    found.update({each.tokens[0].id: "answer" for each in look.metric.answers})
    return found


def table(data: PredictionsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token."""
    del tensors
    names = tuple(PredictionRow.model_fields)
    columns = {name: [getattr(row, name) for row in data.rows] for name in names}
    return Table(columns, ("token",), "prob", beside="plain_prob")


PREDICTIONS = View(
    "predictions", PredictionsParams, PredictionsData, compute, table=table, example=PredictionsParams()
)
