"""The prompts, token by token: where they differ, and how probable each clean token was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Feed
from ..views.token_loss import losses

if TYPE_CHECKING:
    from ..look import Look


class TokensParams(Record):
    """Always all prompts, whole."""


class ShownToken(Record):
    id: int
    text: str
    differs: bool
    """Another token than the clean prompt's at this position."""


class ShownPrompt(Record):
    name: str
    tokens: list[ShownToken]
    aligned: bool
    """As many tokens as the clean prompt."""
    n_differ: int


class TokensData(Record):
    prompts: list[ShownPrompt]
    """The clean prompt first."""
    stamp: Stamp


def compute(look: Look, params: TokensParams) -> Answer:
    """Tensors ``prob`` and ``plain_prob``: float32 [pos], NaN at 0, which nothing precedes, and
    for ids that the model can read but never answer."""
    del params
    shown = [_shown(prompt, look.clean) for prompt in (look.clean, *look.counterfactuals)]
    live, plain = look.live, look.plain
    probs = np.exp(-losses(live))
    plain_probs = probs if live.logits is plain.logits else np.exp(-losses(plain))
    tensors = {"prob": probs, "plain_prob": plain_probs}
    return Answer(TokensData(prompts=shown, stamp=look.live.stamp), tensors)


def _shown(prompt: Prompt, clean: Prompt) -> ShownPrompt:
    reference = [token.id for token in clean.tokens]
    tokens = [
        ShownToken(id=t.id, text=t.text, differs=i >= len(reference) or reference[i] != t.id)
        for i, t in enumerate(prompt.tokens)
    ]
    return ShownPrompt(
        name=prompt.name,
        tokens=tokens,
        aligned=len(tokens) == len(reference),
        n_differ=sum(token.differs for token in tokens),
    )


TOKENS = Feed("tokens", TokensParams, TokensData, compute)
