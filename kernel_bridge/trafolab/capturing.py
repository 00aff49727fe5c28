"""What a run keeps from the start."""

from __future__ import annotations

from trafolab_protocol.structure import Structure

_CAPTURE_LIMIT = 256 * 2**20
"""Bytes of activations; beyond, they are computed when asked for."""


def worth_capturing(structure: Structure, n: int) -> list[str]:
    """What the usual views read of ``n`` tokens, unless they are so many that it would fill the memory."""
    size, hooks = 0, ["blocks.0.hook_resid_pre"]
    for layer in structure.layers:
        at = f"blocks.{layer.index}"
        hooks += [f"{at}.hook_resid_post", f"{at}.attn.hook_pattern", f"{at}.mlp.hook_post"]
        heads = 0 if layer.attention is None else layer.attention.n_heads
        neurons = 0 if layer.mlp is None else layer.mlp.n_neurons
        size += 4 * n * (heads * n + structure.d_model + neurons)
    return hooks if size <= _CAPTURE_LIMIT else []
