"""What a head is called on the live run: the known scores that it reaches, for the words beside its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class HeadScoresParams(Record):
    head: str
    hide_bos: bool = False
    """Leave the first token out as a key."""
    least: float = Field(default=0.5, gt=0, le=1)
    """The size from which a score is told."""


class ReachedScore(Record):
    name: str
    """As ``heads`` is asked for it."""
    label: str
    value: float
    """From ``least`` to 1; of copying also from -1 to minus ``least``."""
    says: str
    """What the number is."""


class HeadScoresData(Record):
    head: str
    least: float
    scores: list[ReachedScore]
    """The largest first; none where the head reaches none."""
    stamp: Stamp


def compute(look: Look, params: HeadScoresParams) -> Answer:
    """The scores of one head, from its own layer alone. Raises :class:`LabError` for an unknown one."""
    layer, head = look.head(params.head)
    found = look.attention.kinds(layer, head, hide_bos=params.hide_bos)
    known = {name: look.attention.detector(name) for name in found}
    reached = sorted(
        # What is not a number reaches nothing.
        (name for name, value in found.items() if abs(value) >= params.least),
        key=lambda name: -abs(found[name]),
    )
    scores = [
        ReachedScore(name=name, label=known[name].label, value=found[name], says=known[name].says)
        for name in reached
    ]
    return Answer(
        HeadScoresData(head=f"L{layer}H{head}", least=params.least, scores=scores, stamp=look.live.stamp)
    )


HEAD_SCORES = Feed("head_scores", HeadScoresParams, HeadScoresData, compute)
