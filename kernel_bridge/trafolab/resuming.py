"""Beginning a forward pass in the middle.

The library's own forward method runs each time, so that masks, rotary positions and soft caps are its own.
Only what a pass need not compute is taken out of it: blocks before the first that differs hand on what they
gave in a recorded pass, and earlier positions are keys and values in a cache.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers.cache_utils import DynamicCache, DynamicLayer

from .interventions.passing import Donors, Passing
from .interventions.plan import Plan
from .interventions.tally import Tally
from .replaced import replaced


@dataclass(frozen=True, eq=False)
class Recorded:
    """One pass over a prompt, with what later passes over it can begin from."""

    ids: Sequence[int]
    prompt_length: int
    """How many of these ids are the prompt's; what comes after them continues it."""
    plan: Plan
    donors: Donors
    logits: Tensor
    """[1, pos, token] of what was read."""
    activations: Mapping[str, Tensor]
    """Those that were asked for, [pos, …]."""
    left: Sequence[Any]
    """What each block gave, in the form in which the library wants it back."""
    cache: DynamicCache | None
    """Keys and values of each layer; None where they were not kept."""

    def passing(self, shape: tuple[int, int], start: int) -> Passing:
        """For a pass over so many rows from a position on."""
        return Passing(Tally(), shape, offset=start, prompt_length=self.prompt_length, donors=self.donors)

    def whole(self) -> tuple[Sequence[Sequence[int]], Passing]:
        """The ids [row, pos] of a pass over all of it, and what is known of such a pass."""
        return [self.ids], self.passing((1, len(self.ids)), 0)

    @property
    def computed_in(self) -> torch.dtype:
        """The precision of the stream."""
        return stream_of(self.left[0]).dtype if self.left else self.logits.dtype

    def prefix(self, start: int, rows: Sequence[int]) -> DynamicCache:
        """Keys and values before a position, for a batch of so many rows at each layer. Raises
        :class:`ValueError` where none were kept."""
        if self.cache is None:
            raise ValueError("keys and values were not kept")
        found = DynamicCache()
        for layer, count in zip(self.cache.layers, rows, strict=True):
            # The library asks the first layer how long the past is, whether or not that computes anything.
            found.layers.append(_cut(layer, start, max(1, count)))
        return found

    def tokens(self, start: int, n: int) -> list[list[int]]:
        """The ids [row, pos] of the first rows from a position on."""
        return [list(self.ids[start:])] * n

    def entering(self, layer: int, start: int, rows: range, embedded: Tensor) -> Tensor:
        """The stream [row, pos, d_model] with which rows enter a block, from a position on. ``embedded``:
        what enters the first block."""
        if layer == 0 and len(embedded) == len(rows):
            return embedded
        source = embedded[:1] if layer == 0 else stream_of(self.left[layer - 1])[:, start:]
        return source.expand(len(rows), -1, -1)

    def with_earlier(self, logits: Tensor) -> Tensor:
        """What a later pass read of the last positions [row, pos, token], behind what was read here of those
        before them, which the pass left out."""
        before = self.logits.shape[1] - logits.shape[1]
        earlier = self.logits[:, :before].expand(len(logits), -1, -1)
        return torch.cat([earlier, logits], 1) if before else logits


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
def handing_on(blocks: Sequence[nn.Module], left: Sequence[Any]) -> Generator[None]:
    """Inside, the first blocks compute nothing, and hand on what each gave in an earlier pass."""
    with replaced({block: _given(each) for block, each in zip(blocks, left, strict=False)}):
        yield


@contextmanager
def joining(
    blocks: Sequence[nn.Module], base: Recorded, start: int, rows: Sequence[int], passing: Passing
) -> Generator[None]:
    """Inside, ``rows`` says how many rows there are in the batch at each block: rows are there from the first
    block on that tells them from the recorded pass, and join the batch before it. Blocks before which no row
    is there compute nothing."""
    before = [0, *rows[:-1]]
    forwards = {
        block: _given(base.left[layer])
        if count == 0
        else _joined(block.forward, base, layer, start, count - before[layer], passing)
        for layer, (block, count) in enumerate(zip(blocks, rows, strict=True))
        if count == 0 or count > before[layer]
    }
    with replaced(forwards):
        yield


def stream_of(left: Any) -> Tensor:
    """Of what a block gives, which may be a tuple with more in it."""
    return left if isinstance(left, Tensor) else left[0]


def row_of(left: Any, row: int) -> Any:
    """Of what a block gives for several rows, what it would have given for one of them alone."""
    if isinstance(left, Tensor):
        return left[row : row + 1]
    return tuple(row_of(each, row) for each in left) if isinstance(left, tuple) else left  # pyright: ignore[reportUnknownVariableType]


def _given(left: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: left


def _joined(
    forward: Callable[..., Any], base: Recorded, layer: int, start: int, new: int, passing: Passing
) -> Callable[..., Any]:
    def grown(stream: Tensor) -> Tensor:
        # At the first block the embedding is there already, once for all rows or once for each.
        first = passing.joined == 0
        fresh = base.entering(layer, start, range(passing.joined, passing.joined + new), stream)
        passing.joined += new
        passing.shape = (passing.joined, passing.shape[1])
        return fresh if first else torch.cat([stream, fresh])

    def joined(*args: Any, **kwargs: Any) -> Any:
        if args:
            return forward(grown(args[0]), *args[1:], **kwargs)
        return forward(**{**kwargs, "hidden_states": grown(kwargs["hidden_states"])})

    return joined


def _cut(layer: Any, start: int, rows: int) -> DynamicLayer:
    cut = DynamicLayer()
    cut.lazy_initialization(layer.keys, layer.values)
    cut.keys, cut.values = (
        each[:, :, :start].expand(rows, -1, -1, -1) for each in (layer.keys, layer.values)
    )
    return cut
