"""What folding really changed, read off the weights before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge

_SMALL = 1e-4
_ROWS = 256
"""So many rows of a matrix show whether it is centred: reading all of a large one takes long."""

Signs = frozenset[str]


def is_folded(model: TransformerBridge) -> bool:
    """Whether TransformerLens has processed the weights; its compatibility mode alone changes none."""
    return bool(getattr(model, "_weights_processed", False))


def fold(model: TransformerBridge) -> None:
    """Fold what the architecture allows."""
    model.enable_compatibility_mode(disable_warnings=True)


def signs(model: TransformerBridge) -> Signs:
    """What looks folded, by nature or by folding."""
    with torch.no_grad():
        return frozenset(name for name, sign in _SIGNS.items() if _holds(sign, model))


def folded_since(before: Signs, model: TransformerBridge) -> list[str]:
    """What folding really changed of a model that had the signs ``before``."""
    after = signs(model)
    return [name for name in _SIGNS if name in after and name not in before]


def _holds(sign: Callable[[Any], bool], model: TransformerBridge) -> bool:
    try:
        return sign(model)
    except (AttributeError, NotImplementedError, ValueError, TypeError, KeyError, RuntimeError, IndexError):
        # An architecture without such weights has nothing there to fold.
        return False


def _centred(weight: Tensor) -> bool:
    rows = weight.flatten(0, -2)[:_ROWS].float()
    return bool(rows.mean(-1).abs().max() < _SMALL * rows.abs().max())


def _norms_are_ones(model: Any) -> bool:
    weights = [block.ln1.weight for block in model.blocks] + [model.ln_final.weight]
    return all(bool((weight.float() - 1).abs().max() < _SMALL) for weight in weights)


_SIGNS: dict[str, Callable[[Any], bool]] = {
    "norm weights": _norms_are_ones,
    "writing weights centred": lambda model: _centred(model.blocks[0].attn.W_O) and _centred(model.W_E),
    "unembedding centred": lambda model: _centred(model.W_U),
    "value biases": lambda model: bool(model.blocks[0].attn.b_V.abs().max() < _SMALL),
}
