"""The prompts, token by token: where they differ, and how probable each clean token was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Array, Feed

if TYPE_CHECKING:
    from ..look import Look
    from ..runs import Run


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
    tensors = {"prob": _probabilities(look.live), "plain_prob": _probabilities(look.plain)}
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


def _probabilities(run: Run) -> Array:
    out = np.full(run.n_tokens, np.nan, dtype=np.float32)
    if run.n_tokens > 1:
        log_probs = run.logits[:-1].float().log_softmax(-1)
        following = run.ids[1:, None]
        size = log_probs.shape[-1]
        read = log_probs.gather(-1, following.clamp(max=size - 1)).exp()
        out[1:] = read.where(following < size, np.nan)[:, 0].cpu().numpy()
    return out


TOKENS = Feed("tokens", TokensParams, TokensData, compute)
