"""What the counterfactuals' own runs predict: what the clean prompt's answer may be measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class ContrastsParams(Record):
    """The state says which counterfactuals there are."""


class Foretold(Record):
    """The most probable token behind a prompt."""

    prompt: str
    id: int
    token: str


class ContrastsData(Record):
    clean: Foretold
    others: list[Foretold]
    """One for each counterfactual, in their order."""
    stamp: Stamp


def compute(look: Look, params: ContrastsParams) -> Answer:
    """The first prediction of each prompt's plain run, at its last position."""
    del params
    first = {prompt.name: int(look.plain_of(prompt).logits[-1].argmax()) for prompt in look.prompts}
    rows = [Foretold(prompt=name, id=id, token=look.token_text(id)) for name, id in first.items()]
    return Answer(ContrastsData(clean=rows[0], others=rows[1:], stamp=look.plain.stamp))


CONTRASTS = Feed("contrasts", ContrastsParams, ContrastsData, compute)
