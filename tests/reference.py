"""Independent computations: plain TransformerLens hooks on a plain second model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import torch
from transformer_lens.model_bridge import TransformerBridge

Hook = tuple[str, Callable[..., Any]]


@cache
def bridge(source: str) -> TransformerBridge:
    """A bridge of our own, never touched by Trafolab. ``source`` is a directory or ``trafo-2l``."""
    if source == "trafo-2l":
        from trafolab import embedded

        source = str(embedded.path())
    tokenizer = None if (Path(source) / "tokenizer.json").exists() else False
    return _without_tokenizer(source) if tokenizer is False else TransformerBridge.boot_transformers(source)


def _without_tokenizer(source: str) -> TransformerBridge:
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

    model = AutoModelForCausalLM.from_pretrained(source)
    return TransformerBridge.boot_transformers(
        source, hf_model=model, tokenizer=PreTrainedTokenizerFast.from_pretrained(source)
    )


def zero_heads(heads: Sequence[tuple[int, int]]) -> list[Hook]:
    """Hooks that set the outputs ``z`` of ``(layer, head)`` pairs to zero."""

    def hook(layer: int, head: int) -> Hook:
        def zero(z: torch.Tensor, hook: object) -> torch.Tensor:
            z = z.clone()
            z[:, :, head] = 0.0
            return z

        return f"blocks.{layer}.attn.hook_z", zero

    return [hook(layer, head) for layer, head in heads]


@torch.no_grad()
def logits(source: str, prompt: str | list[int], hooks: Sequence[Hook] = ()) -> torch.Tensor:
    """``[pos, vocab]`` logits of the plain model under plain hooks."""
    model = bridge(source)
    tokens = model.to_tokens(prompt) if isinstance(prompt, str) else torch.tensor([prompt])
    return model.run_with_hooks(tokens, fwd_hooks=list(hooks))[0]


def automatic_metric(source: str, prompt: str | list[int], hooks: Sequence[Hook] = ()) -> float:
    """Logit difference between the plain model's first and second prediction, under the hooks."""
    first, second = logits(source, prompt)[-1].topk(2).indices.tolist()
    last = logits(source, prompt, hooks)[-1]
    return float(last[first] - last[second])
