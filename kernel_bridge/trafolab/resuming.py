"""Beginning a forward pass in the middle, and reading little of its end.

The library's own forward method runs each time, so that masks, rotary positions and soft caps are its own.
Only what a pass need not compute is taken out of it: blocks before the first that differs hand on what they
gave in a recorded pass, earlier positions are keys and values in a cache, and the unembedding reads a single
position, of some tokens alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import linear
from transformers.cache_utils import DynamicCache, DynamicLayer

from .interventions.passing import Donors
from .interventions.plan import Plan


@dataclass(frozen=True, eq=False)
class Recorded:
    """One pass over a prompt, with what later passes over it can begin from."""

    ids: Sequence[int]
    plan: Plan
    donors: Donors
    logits: Tensor
    """[pos, vocab]."""
    activations: Mapping[str, Tensor]
    """Those that were asked for, [pos, …]."""
    left: Sequence[Any]
    """What each block gave, in the form in which the library wants it back."""
    cache: DynamicCache | None
    """Keys and values of each layer; None where they were not kept."""

    def prefix(self, start: int, rows: int) -> DynamicCache:
        """Keys and values before a position, for a batch of so many rows. Raises :class:`ValueError` where
        none were kept."""
        if self.cache is None:
            raise ValueError("keys and values were not kept")
        found = DynamicCache()
        for layer in self.cache.layers:
            found.layers.append(_cut(layer, start, rows))
        return found


@dataclass(frozen=True)
class Readout:
    """What of the logits is wanted."""

    position: int
    tokens: tuple[int, ...] | None
    """Ids of some tokens alone; None for the whole vocabulary."""


@contextmanager
def leaving(blocks: Sequence[nn.Module]) -> Generator[list[Any]]:
    """What each block gives in the pass inside."""
    left: list[Any] = [None] * len(blocks)

    def keep(place: int) -> Callable[..., None]:
        def hook(module: nn.Module, args: Any, output: Any) -> None:
            left[place] = output

        return hook

    handles = [block.register_forward_hook(keep(place)) for place, block in enumerate(blocks)]
    try:
        yield left
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def beginning(
    blocks: Sequence[nn.Module], base: Recorded, layer: int, start: int, rows: int
) -> Generator[None]:
    """Blocks before ``layer`` compute nothing inside: they give what they gave in the recorded pass."""
    with _replaced({blocks[i]: _giving(base.left[i], start, rows) for i in range(layer)}):
        yield


@contextmanager
def reading(unembed: Any, position: int, tokens: Sequence[int] | None) -> Generator[None]:
    """The unembedding reads one position inside, and of some tokens alone: logits [row, 1, token]."""
    whole, inner = unembed.forward, unembed.original_component

    def few(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        row = stream[:, position : position + 1]
        if tokens is None:
            return whole(row, *args, **kwargs)
        chosen = torch.tensor(tokens, device=row.device)
        bias = None if inner.bias is None else inner.bias[chosen]
        return linear(row, inner.weight[chosen], bias)

    with _replaced({unembed: few}):
        yield


def reads_few(unembed: Any, d_model: int) -> bool:
    """Whether single rows of the unembedding can be read: it is a matrix, and no more than that."""
    inner = getattr(unembed, "original_component", None)
    return isinstance(inner, nn.Linear) and inner.weight.shape[1] == d_model


def _giving(left: Any, start: int, rows: int) -> Callable[..., Any]:
    stream = left if isinstance(left, Tensor) else left[0]
    wide = stream[:, start:].expand(rows, -1, -1)
    given = wide if isinstance(left, Tensor) else (wide, *left[1:])
    return lambda *args, **kwargs: given


@contextmanager
def _replaced(forwards: Mapping[Any, Callable[..., Any]]) -> Generator[None]:
    # Around the module's own attribute setter, which would pass it on to what a bridge wraps.
    before = {module: vars(module).get("forward") for module in forwards}
    for module, forward in forwards.items():
        vars(module)["forward"] = forward
    try:
        yield
    finally:
        for module, forward in before.items():
            if forward is None:
                del vars(module)["forward"]
            else:
                vars(module)["forward"] = forward


def _cut(layer: Any, start: int, rows: int) -> DynamicLayer:
    cut = DynamicLayer()
    cut.lazy_initialization(layer.keys, layer.values)
    cut.keys, cut.values = (
        each[:, :, :start].expand(rows, -1, -1, -1) for each in (layer.keys, layer.values)
    )
    return cut
