"""Computing no more at the end of a forward pass than is read of it.

Of the last block's stream one position is read. So the unembedding reads that alone, of some tokens alone,
and the last block computes there alone what no other position needs: all but keys and values.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, linear
from transformers.activations import FastGELUActivation, NewGELUActivation

from .replaced import replaced

_OF_ONE_POSITION = ("q", "o")
_RANK = 3
"""[row, pos, …]."""
_WRITTEN_OUT = (NewGELUActivation, FastGELUActivation)


@dataclass(frozen=True)
class Readout:
    """What of the logits is wanted."""

    position: int
    tokens: tuple[int, ...] | None
    """Ids of some tokens alone; None for the whole vocabulary."""

    def of(self, logits: Tensor) -> Tensor:
        """That [row, token] of whole logits [row, pos, vocab]."""
        rows = logits[:, self.position]
        return rows if self.tokens is None else rows[:, list(self.tokens)]


@contextmanager
def reading(unembed: Any, position: int, tokens: Sequence[int] | None) -> Generator[None]:
    """The unembedding reads one position inside, and of some tokens alone: logits [row, 1, token]."""
    whole, inner = unembed.forward, unembed.original_component

    def few(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        row = stream[:, position : position + 1]
        if tokens is None or not isinstance(inner, nn.Linear):
            logits: Tensor = whole(row, *args, **kwargs)
            return logits if tokens is None else logits[..., list(tokens)]
        chosen = torch.tensor(tokens, device=row.device)
        bias: Tensor | None = getattr(inner, "bias", None)
        # In low precision, as exact as the stream is.
        weight, shift = inner.weight[chosen].float(), None if bias is None else bias[chosen].float()
        return linear(row.float(), weight, shift)

    with replaced({unembed: few}):
        yield


@contextmanager
def trimming(block: nn.Module, position: int, *, mlp: bool) -> Generator[None]:
    """A block computes one position inside, but for keys and values, and gives something else at the others.
    ``mlp``: nothing acts inside its MLP, which sees that position alone then."""
    attention = getattr(block, "attn", None)
    parts = [_within(getattr(attention, name, None)) for name in _OF_ONE_POSITION]
    whole = [*parts, getattr(block, "mlp", None) if mlp else None]
    with replaced(
        {module: _one(module.forward, position) for module in whole if isinstance(module, nn.Module)}
    ):
        yield


def _within(bridge: Any) -> Any:
    """What a bridge wraps: its hooks, which may act on any position, are around it."""
    return getattr(bridge, "original_component", None)


def _one(whole: Callable[..., Tensor], position: int) -> Callable[..., Tensor]:
    def one(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        if stream.ndim != _RANK:
            return whole(stream, *args, **kwargs)
        # Some libraries hand the MLP what it is to be added to.
        given = [_at(position, each, stream) for each in args]
        named = {name: _at(position, each, stream) for name, each in kwargs.items()}
        row = whole(_at(position, stream, stream), *given, **named)
        out = row.new_zeros((*stream.shape[:2], row.shape[-1]))
        out[:, position : position + 1] = row
        return out

    return one


def _at(position: int, value: Any, like: Tensor) -> Any:
    along = isinstance(value, Tensor) and value.shape[:2] == like.shape[:2]
    return value[:, position : position + 1] if along else value


def fused(modules: Iterable[nn.Module]) -> Mapping[nn.Module, Callable[..., Tensor]]:
    """Forward methods for those activation functions that libraries write out in many steps."""
    return {module: partial(gelu, approximate="tanh") for module in modules if type(module) in _WRITTEN_OUT}
