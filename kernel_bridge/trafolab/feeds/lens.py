"""The logit lens: the residual stream on its way up, read as if it were the last layer's.

After nostalgebraist, "interpreting GPT: the logit lens" (2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded, finite
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class LensParams(Record):
    position: int = -1


class LensRow(Record):
    component: str
    """``resid_pre.0`` first, then ``resid_post.L`` of every layer."""
    token: str
    """The most probable next token there."""
    prob: float
    answer_prob: float | None
    """Probability of the first token of the metric's first answer; None where it has none."""


class LensData(Record):
    position: int
    rows: list[LensRow]
    """Bottom to top."""
    stamp: Stamp


def compute(look: Look, params: LensParams) -> Answer:
    """The live stream after each layer, through the final norm and the unembedding."""
    position = look.position(params.position)
    points = look.residual.between_layers
    answer = None if look.metric is None else look.metric.answer
    measured = look.ids([-1 if answer is None else answer.id])
    found = look.lens(look.live, list(points.values()), slice(position, position + 1), measured, 1)
    most = zip(found.ids.flatten().tolist(), found.probs.flatten().tolist(), strict=True)
    rows = [
        LensRow(component=point, token=look.token_text(id), prob=bounded(prob), answer_prob=finite(of_answer))
        for point, (id, prob), of_answer in zip(points, most, found.prob.flatten().tolist(), strict=True)
    ]
    return Answer(LensData(position=position, rows=rows, stamp=look.live.stamp))


LENS = Feed("lens", LensParams, LensData, compute)
