"""How many numbers a model consists of, as whoever made the checkpoint counts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import nn
from torch.nn import Parameter
from transformer_lens.model_bridge import TransformerBridge
from transformer_lens.model_bridge.generalized_components.base import GeneralizedComponent


def n_params(model: TransformerBridge) -> int:
    """Parameters of the wrapped model, tied ones once.

    TransformerLens hangs a joint matrix's parts beside it, as parameters of their own (q, k and v, or
    gate and up): they are not counted.
    """
    found = {id(each): each.numel() for each in _parameters(model.original_model)}
    return sum(found.values())


def n_bytes(model: nn.Module) -> int:
    """What the parameters of a model take in memory, each once."""
    return sum(each.numel() * each.element_size() for each in model.parameters())


def n_neurons(mlp: Any, d_model: int) -> int | None:
    """Width of an MLP by its output matrix; None where it has none.

    Configurations name it differently, or TransformerLens guesses it.
    """
    weight = getattr(getattr(mlp, "out", None), "weight", None)
    if not isinstance(weight, Parameter) or d_model not in weight.shape:
        return None
    return weight.numel() // d_model


def _parameters(module: nn.Module) -> Iterator[Parameter]:
    """Through what TransformerLens wrapped, never through what it put beside it."""
    wrapped = module.original_component if isinstance(module, GeneralizedComponent) else None
    if wrapped is not None:
        yield from _parameters(wrapped)
        return
    yield from module.parameters(recurse=False)
    for child in module.children():
        yield from _parameters(child)
