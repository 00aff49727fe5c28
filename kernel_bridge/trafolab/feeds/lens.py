"""The logit lens: the residual stream on its way up, read as if it were the last layer's.

After nostalgebraist, "interpreting GPT: the logit lens" (2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Feed, bounded, finite

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
    stream = look.stream(position)
    probs = look.unembed([values for _, values in stream]).float().softmax(-1)
    answer = None if look.metric is None else look.metric.answer
    rows = [
        LensRow(
            component=component,
            token=look.token_text(int(prob.argmax())),
            prob=bounded(float(prob.max())),
            answer_prob=None if answer is None else finite(float(prob[answer.id])),
        )
        for (component, _), prob in zip(stream, probs, strict=True)
    ]
    return Answer(LensData(position=position, rows=rows, stamp=look.live.stamp))


LENS = Feed("lens", LensParams, LensData, compute)
