"""Training batches: sequences of token ids, each starting with BOS.

Most batches hold short sequences, because every figure is about short prompts and short sequences train
fastest. One batch in five holds sequences as long as the whole context, with as many tokens in all, so that
every position embedding is trained and random words are said again over long distances as well.

Half of the sequences are random words said twice until the heads that this grows are there; from then on
fewer are, so that the sentences, which those heads make learnable, get the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random
from typing import Final

import torch
from jaxtyping import Int
from tokenizers import Tokenizer
from torch import Tensor

from trafolab.embedded.corpus import sequence
from trafolab.embedded.solo import UNTIL
from trafolab.embedded.tokenizer import BOS, CONTEXT

LENGTHS: Final = (64, 64, 64, 64, CONTEXT)
TOKENS: Final = 2048
REPEATED: Final = 0.5
"""Share of the sequences that are random words said twice, at first."""
REPEATED_LATER: Final = 0.3
"""The same share from `UNTIL` on, when the soloist knows how to copy."""


def batches(tokenizer: Tokenizer, seed: int, steps: int) -> Iterator[Int[Tensor, "batch pos"]]:
    """As many batches as ``steps``, of 2,048 tokens: ``[32, 64]``, and every fifth ``[8, 256]``."""
    rng = Random(seed)
    for step, length in zip(range(steps), cycle(LENGTHS), strict=False):
        repeated = REPEATED if step < UNTIL * steps else REPEATED_LATER
        yield _batch(rng, tokenizer, TOKENS // length, length, repeated)


def _batch(
    rng: Random, tokenizer: Tokenizer, count: int, length: int, repeated: float
) -> Int[Tensor, "batch pos"]:
    bos = tokenizer.token_to_id(BOS)
    texts = [sequence(rng, length, repeated) for _ in range(count)]
    encoded = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    rows = [[bos, *_at_least(rng, tokenizer, one.ids, length)][:length] for one in encoded]
    return torch.tensor(rows)


def _at_least(rng: Random, tokenizer: Tokenizer, ids: list[int], length: int) -> list[int]:
    """The ids, lengthened by more text where the text was shorter than its letters promised."""
    while len(ids) < length:
        more = sequence(rng, length, repeated=0)
        ids = ids + tokenizer.encode("\n" + more, add_special_tokens=False).ids
    return ids
