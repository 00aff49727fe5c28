"""What the interventions do to the loss on neutral text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import finite
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class SideEffectParams(Record):
    """The texts are the reference set ``neutral``, or else Trafolab's own."""


class SideEffectData(Record):
    live: float | None
    """Mean cross entropy of the next token, in nats."""
    plain: float | None
    n_texts: int
    n_tokens: int
    texts: str
    idle: list[str]
    """Lines of the interventions that act on none of the texts."""
    stamp: Stamp


def compute(look: Look, params: SideEffectParams) -> Answer:
    """Two passes over each text."""
    del params
    found = look.side_effect()
    data = SideEffectData(
        live=finite(found.live),
        plain=finite(found.plain),
        n_texts=found.n_texts,
        n_tokens=found.n_tokens,
        texts=found.texts,
        idle=list(found.idle),
        stamp=found.stamp,
    )
    return Answer(data)


SIDE_EFFECT = Feed("side_effect", SideEffectParams, SideEffectData, compute)
