"""How many tokens a pass of an experiment may hold at once."""

from __future__ import annotations

from torch import nn
from trafolab_protocol.structure import Structure

from ..models.size import n_bytes

_SHARE = 0.25
"""Of what the weights take."""
_LEAST_BYTES = 64 * 2**20
_LOGITS = 2
"""Copies of logits that there are for a moment, as they are made into log-probabilities."""


def most_tokens(structure: Structure, model: nn.Module, n_tokens: int, unembedded: float) -> int:
    """Tokens in one pass over a prompt of that length, all rows together; never fewer than one row's.

    ``unembedded``: the share of its positions at which the whole vocabulary is read.
    """
    allowed = max(_LEAST_BYTES, _SHARE * n_bytes(model))
    logits = int(_LOGITS * 4 * structure.d_vocab * unembedded)
    return max(n_tokens, int(allowed / (_bytes_per_token(structure, n_tokens) + logits)))


def _bytes_per_token(structure: Structure, n_tokens: int) -> int:
    """Streams, keys and values of all layers, and the widest of what a block holds for a moment."""
    heads = max((layer.attention.n_heads if layer.attention else 0 for layer in structure.layers), default=0)
    neurons = max((layer.mlp.n_neurons or 0 if layer.mlp else 0 for layer in structure.layers), default=0)
    kept = 2 * len(structure.layers) * structure.d_model
    return 4 * (kept + 10 * structure.d_model + 3 * neurons + 4 * heads * n_tokens)
