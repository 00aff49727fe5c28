"""Tokens that are all there is in the stream of a plain model, by TransformerLens's own hooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor


def embedded(twin: Any, ids: Sequence[int]) -> Tensor:
    """Rows [n, d_model] of the embedding."""
    return twin.W_E[torch.tensor(ids)].detach()


Hook = Callable[[Tensor, Any], Tensor | None]


def putting(rows: Tensor) -> Hook:
    """A hook that replaces what comes by."""
    return lambda value, hook: rows


def keeping(found: list[Tensor]) -> Hook:
    """A hook that remembers what comes by."""
    return lambda value, hook: found.append(value.detach().clone())


def silent(value: Tensor, hook: Any) -> Tensor:
    """A hook that leaves nothing."""
    return value * 0


def read_alone(twin: Any, rows: Tensor, layer: int, hook: str) -> Tensor:
    """A layer's activation [n, ...] where the stream before it holds one of these vectors alone."""

    found: list[Tensor] = []
    hooks = [
        (f"blocks.{layer}.hook_resid_pre", putting(rows[:, None])),
        (f"blocks.{layer}.{hook}", keeping(found)),
    ]
    with torch.no_grad():
        twin.run_with_hooks(torch.zeros(len(rows), 1, dtype=torch.long), fwd_hooks=hooks)
    return found[0][:, 0]


def logits_of(twin: Any, writes: Tensor) -> Tensor:
    """What vectors [n, d_model] add to the logits [n, vocab] where the final norm divides by 1; centred."""

    def one(value: Tensor, hook: Any) -> Tensor:
        return torch.ones_like(value)

    names = [name for name in twin.hook_dict if name == "ln_final.hook_scale"]
    with torch.no_grad(), twin.hooks(fwd_hooks=[(name, one) for name in names]):
        both = twin.unembed(twin.ln_final(torch.stack([writes, writes * 0])))
    logits = both[0] - both[1]
    return logits - logits.mean(-1, keepdim=True)


def written_alone(twin: Any, rows: Tensor, layer: int, head: int) -> Tensor:
    """[n, vocab]: what a head adds to the logits that looks at such a vector alone, less what its value bias
    and its norm's bias give at every token."""
    z = read_alone(twin, rows, layer, "attn.hook_z")
    block = twin.blocks[layer]
    values = z.reshape(len(rows), twin.cfg.n_heads, -1)[:, head]
    try:
        bias = block.attn.b_V.detach().reshape(-1, values.shape[-1])
        values = values - bias[head * len(bias) // twin.cfg.n_heads]
    except AttributeError:
        pass
    of_norm = getattr(getattr(block.ln1, "original_component", None), "bias", None)
    if of_norm is not None:
        weights = block.attn.W_V.detach()
        values = values - of_norm.detach() @ weights[head * len(weights) // twin.cfg.n_heads]
    return logits_of(twin, values @ twin.blocks[layer].attn.W_O[head].detach())
