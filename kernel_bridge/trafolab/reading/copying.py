"""How much a head copies: its OV circuit over all tokens, the other way round.

W_E · W_V · W_O · W_U has the eigenvalues that W_O · W_U · W_E · W_V has, a matrix [d_head, d_head]. What is
summed over the vocabulary in its middle is the same for all heads behind norms of one kind, so that it is
summed once for a model and not once for a head.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from .head_weights import HeadWeights
from .norm_weights import NormWeights
from .token_vectors import TokenVectors

_CHUNK = 4096
_MOMENT = 2 * 10**9
"""Multiplications of a sum over the vocabulary that nobody notices: a few hundredths of a second."""


class Copying:
    """Of one model's heads. ``kept`` keeps what depends on the weights alone."""

    def __init__(
        self, tokens: TokenVectors, d_vocab: int, kept: Callable[[object, Callable[[], Any]], Any]
    ) -> None:
        self._tokens = tokens
        self._d_vocab = d_vocab
        self._kept = kept

    @torch.no_grad()
    def product(self, own: HeadWeights) -> Tensor:
        """[d_head, d_head]: what a head reads of what it writes, summed over all tokens."""
        final, norm = self._tokens.final_norm, own.norm
        tied = self._kept(_key(norm), lambda: self._tied(norm))
        writes = own.writes if final is None else final.behind(own.writes)
        gain = None if norm is None else norm.gain
        return writes @ tied @ (own.W_V if gain is None else gain[:, None] * own.W_V)

    def at_once(self, own: HeadWeights, is_kept: Callable[[object], bool]) -> bool:
        """Whether the sum is small, or was made already of the weights as they are."""
        return self._d_vocab * own.W_V.shape[0] ** 2 <= _MOMENT or is_kept(_key(own.norm))

    @torch.no_grad()
    def _tied(self, norm: NormWeights | None) -> Tensor:
        """Over all tokens the sum [d_model, d_model] of what unembeds each by what embeds it."""
        tied: Any = 0
        for ids in torch.arange(self._d_vocab, device=self._tokens.device).split(_CHUNK):
            out = self._tokens.unembedded(ids)
            vectors = self._tokens.embedded(ids)
            tied = tied + out.T @ (vectors if norm is None else norm.bare(vectors))
        return tied


def _key(norm: NormWeights | None) -> object:
    """Sums differ with the norm that stands between the embedding and a head."""
    return "tokens to logits", None if norm is None else (norm.centres, norm.epsilon)
