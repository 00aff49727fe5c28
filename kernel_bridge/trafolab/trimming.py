"""Computing no more at the end of a forward pass than is read of it.

Of the last block's stream few positions are read. So the unembedding reads those alone, of some tokens alone,
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

_LOCAL = ("q", "o")
"""Parts of attention of which later positions need nothing."""
_RANK = 3
"""[row, pos, …]."""
_WRITTEN_OUT = (NewGELUActivation, FastGELUActivation)


@dataclass(frozen=True)
class Readout:
    """What of the logits is wanted."""

    positions: tuple[int, ...]
    """In ascending order."""
    tokens: tuple[int, ...] | None
    """Ids of some tokens alone; None for the whole vocabulary."""
    normalised: bool = False
    """Log-probabilities in place of logits, in float32."""

    @property
    def unembedded(self) -> tuple[int, ...] | None:
        """The tokens whose logits decide it; None for the whole vocabulary."""
        return None if self.normalised else self.tokens

    def of(self, logits: Tensor) -> Tensor:
        """That [row, pos, token] of whole logits [row, pos, vocab]."""
        rows = logits[:, list(self.positions)]
        return self.of_read(rows if self.unembedded is None else rows[..., list(self.unembedded)])

    def of_read(self, logits: Tensor) -> Tensor:
        """The same of logits [row, pos, token] of these positions and :attr:`unembedded` alone."""
        if not self.normalised:
            return logits
        logits = logits.float()
        chosen = logits if self.tokens is None else logits[..., list(self.tokens)]
        return chosen - logits.logsumexp(-1, keepdim=True)

    def after(self, start: int) -> Readout:
        """Of a pass that begins at a position."""
        left = tuple(position - start for position in self.positions if position >= start)
        return Readout(left, self.tokens, self.normalised)


@contextmanager
def reading(unembed: Any, positions: Sequence[int], tokens: Sequence[int] | None) -> Generator[None]:
    """The unembedding reads few positions inside, and of some tokens alone: logits [row, pos, token]."""
    whole, inner = unembed.forward, unembed.original_component

    def few(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        row = stream[:, list(positions)]
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
def trimming(block: nn.Module, positions: Sequence[int], *, mlp: bool) -> Generator[None]:
    """A block computes from the first of these positions to the last inside, but for keys and values, and
    gives something else at the others. ``mlp``: nothing acts inside its MLP, which sees these alone."""
    read, attention = slice(positions[0], positions[-1] + 1), getattr(block, "attn", None)
    parts = [_within(getattr(attention, name, None)) for name in _LOCAL]
    parts += [getattr(block, "mlp", None) if mlp else None]
    with replaced({each: _few(each.forward, read) for each in parts if isinstance(each, nn.Module)}):
        yield


def _within(bridge: Any) -> Any:
    """What a bridge wraps: its hooks, which may act on any position, are around it."""
    return getattr(bridge, "original_component", None)


def _few(whole: Callable[..., Tensor], read: slice) -> Callable[..., Tensor]:
    def few(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        if stream.ndim != _RANK:
            return whole(stream, *args, **kwargs)
        # Some libraries hand the MLP what it is to be added to.
        given = [_at(read, each, stream) for each in args]
        named = {name: _at(read, each, stream) for name, each in kwargs.items()}
        rows = whole(_at(read, stream, stream), *given, **named)
        out = rows.new_zeros((*stream.shape[:2], rows.shape[-1]))
        out[:, read] = rows
        return out

    return few


def _at(read: slice, value: Any, like: Tensor) -> Any:
    along = isinstance(value, Tensor) and value.shape[:2] == like.shape[:2]
    # Some libraries view it in another shape.
    return value[:, read].contiguous() if along else value


def fused(modules: Iterable[nn.Module]) -> Mapping[nn.Module, Callable[..., Tensor]]:
    """Forward methods for those activation functions that libraries write out in many steps."""
    return {module: partial(gelu, approximate="tanh") for module in modules if type(module) in _WRITTEN_OUT}
