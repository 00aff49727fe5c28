"""Beginning a forward pass in the middle, and reading little of its end.

The library's own forward method runs each time, so that masks, rotary positions and soft caps are its own.
Only what a pass need not compute is taken out of it: blocks before the first that differs hand on what they
gave in a recorded pass, earlier positions are keys and values in a cache, and the unembedding reads few
positions, of some tokens alone.
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

from .interventions.passing import Donors, Passing
from .interventions.plan import Plan


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
    with _replaced({block: _given(each) for block, each in zip(blocks, left, strict=False)}):
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
    with _replaced(forwards):
        yield


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
        return linear(row, inner.weight[chosen], None if bias is None else bias[chosen])

    with _replaced({unembed: few}):
        yield


@contextmanager
def trimming(block: Any, positions: Sequence[int]) -> Generator[None]:
    """The block's MLP computes from the first of these positions to the last inside, and gives zeros at the
    others: of the last block's stream no other is read."""
    mlp = getattr(block, "mlp", None)
    if not isinstance(mlp, nn.Module):
        yield
        return
    whole: Callable[..., Any] = mlp.forward
    read = slice(positions[0], positions[-1] + 1)

    def few(stream: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        # Some libraries hand the MLP what it is to be added to.
        given = [_at(read, each, stream) for each in args]
        named = {name: _at(read, each, stream) for name, each in kwargs.items()}
        rows: Tensor = whole(_at(read, stream, stream), *given, **named)
        out = rows.new_zeros((*stream.shape[:2], rows.shape[-1]))
        out[:, read] = rows
        return out

    with _replaced({mlp: few}):
        yield


def _at(read: slice, value: Any, like: Tensor) -> Any:
    along = isinstance(value, Tensor) and value.shape[:2] == like.shape[:2]
    # Some libraries view it in another shape.
    return value[:, read].contiguous() if along else value


def stream_of(left: Any) -> Tensor:
    """Of what a block gives, which may be a tuple with more in it."""
    return left if isinstance(left, Tensor) else left[0]


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
