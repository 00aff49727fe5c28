"""Previous-token and induction heads, on random words said twice."""

from __future__ import annotations

from random import Random
from typing import Final

import torch
from jaxtyping import Float
from torch import Tensor

from trafolab.embedded.corpus.names import FIRST_NAMES, SURNAMES
from trafolab.embedded.corpus.word_list import WORDS
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject

WORDS_SAID_TWICE: Final = 20


@torch.no_grad()
def heads(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """Mean attention of the best head of either layer, over ``n`` prompts of 20 distinct words said twice.

    BOS is excluded as a query and as a key that is asked for: the previous token is asked of positions 2 to
    40, the token after the earlier copy of positions 21 to 40 (the second copy).
    """
    pool = sorted({*WORDS, *FIRST_NAMES, *SURNAMES})
    rows = [subject.words(rng.sample(pool, WORDS_SAID_TWICE)) for _ in range(n)]
    bos = torch.full((n, 1), subject.tokenizer.bos_token_id)
    words = torch.stack(rows)
    patterns = subject.model(torch.cat((bos, words, words), 1), output_attentions=True).attentions
    previous, induction = _previous(patterns[0]), _induction(patterns[1])
    return [
        Figure(f"previous-token attention: {_named(0, previous)}", float(previous.max()), n, at_least=0.8),
        Figure(f"induction attention: {_named(1, induction)}", float(induction.max()), n, at_least=0.8),
    ]


def _previous(pattern: Float[Tensor, "prompt head query key"]) -> Float[Tensor, " head"]:
    return pattern.diagonal(-1, 2, 3)[..., 1:].mean((0, 2))


def _induction(pattern: Float[Tensor, "prompt head query key"]) -> Float[Tensor, " head"]:
    # Query q of the second copy has its earlier copy at q - 20, and the token after that at q - 19.
    return pattern.diagonal(1 - WORDS_SAID_TWICE, 2, 3)[..., 2:].mean((0, 2))


def _named(layer: int, scores: Float[Tensor, " head"]) -> str:
    return f"L{layer}H{int(scores.argmax())}"
