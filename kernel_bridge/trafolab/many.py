"""Beginning in the middle for several prompts of one length: each row of a pass goes on with a prompt of its
own."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn
from transformers.cache_utils import DynamicCache, DynamicLayer

from .interventions.passing import Donors, Passing
from .interventions.plan import Plan
from .interventions.tally import Tally
from .resuming import Recorded, stream_of


@dataclass(frozen=True, eq=False)
class RecordedMany:
    """One pass over prompts of one length, with what later passes can begin from."""

    prompts: Sequence[Sequence[int]]
    plan: Plan
    logits: Tensor
    """[prompt, pos, token] of what was read."""
    activations: Mapping[str, Tensor]
    """Those that were asked for, [prompt, pos, …]."""
    entered: Tensor
    """[prompt, pos, d_model] before the first block."""
    left: Sequence[Any]
    cache: DynamicCache | None
    donors: Donors = field(default_factory=dict[object, Mapping[str, Tensor]])
    """What the plan takes from each prompt's own other one, [prompt, pos, …]."""

    def whole(self) -> tuple[Sequence[Sequence[int]], Passing]:
        """The ids [row, pos] of a pass over all of them, and what is known of such a pass."""
        return self.prompts, passing_of(self.prompts, self.donors)

    def rows(self, of: Sequence[int]) -> Rows:
        """For a pass of rows, each of which goes on with one of the prompts."""
        first = self.prompts[of[0]]
        left, cache = self.left, self.cache
        # Those of the first row, which is alone where a pass can't be shared.
        own = {key: {hook: each[of[0]] for hook, each in run.items()} for key, run in self.donors.items()}
        return Rows(first, len(first), self.plan, own, self.logits, self.activations, left, cache, self, of)


def passing_of(
    prompts: Sequence[Sequence[int]], donors: Donors, continued: Sequence[Sequence[int]] = ()
) -> Passing:
    """A pass over prompts of one length, each with values of its own in ``donors`` [prompt, pos, …], and
    perhaps with as many ids behind each."""
    length, more = len(prompts[0]), len(continued[0]) if continued else 0
    of = range(len(prompts)) if donors else None
    return Passing(Tally(), (len(prompts), length + more), prompt_length=length, donors=donors, of=of)


@dataclass(frozen=True, eq=False)
class Rows(Recorded):
    """The prompts as the rows of a pass want them."""

    many: RecordedMany
    of: Sequence[int]
    """Which prompt each row goes on with."""

    def passing(self, shape: tuple[int, int], start: int) -> Passing:
        """For a pass over so many rows from a position on."""
        return replace(super().passing(shape, start), donors=self.many.donors, of=self.of)

    def tokens(self, start: int, n: int) -> list[list[int]]:
        """The ids [row, pos] of the first rows from a position on."""
        return [list(self.many.prompts[each][start:]) for each in self.of[:n]]

    def prefix(self, start: int, rows: Sequence[int]) -> DynamicCache:
        """Keys and values before a position, for a batch of so many rows at each layer. Raises
        :class:`ValueError` where none were kept."""
        if self.cache is None:
            raise ValueError("keys and values were not kept")
        found = DynamicCache()
        for layer, count in zip(self.cache.layers, rows, strict=True):
            found.layers.append(_Gathered(layer, start, self._chosen(range(count))))
        return found

    def entering(self, layer: int, start: int, rows: range, embedded: Tensor) -> Tensor:
        """The stream [row, pos, d_model] with which rows enter a block, from a position on."""
        source = self.many.entered if layer == 0 else stream_of(self.left[layer - 1])
        return source[:, start:][self._chosen(rows)]

    def with_earlier(self, logits: Tensor) -> Tensor:
        """What a later pass read of the last positions [row, pos, token], behind what was read of each row's
        prompt before them."""
        before = self.logits.shape[1] - logits.shape[1]
        if not before:
            return logits
        return torch.cat([self.logits[self._chosen(range(len(logits))), :before], logits], 1)

    def _chosen(self, rows: range) -> Tensor:
        return torch.tensor(self.of[rows.start : rows.stop], device=self.many.entered.device)


class _Gathered(DynamicLayer):
    """Keys and values of several prompts, which become those of a batch's rows as late as can be: all layers'
    at once would fill the memory."""

    def __init__(self, layer: Any, start: int, of: Tensor) -> None:
        super().__init__()
        self.lazy_initialization(layer.keys, layer.values)
        self.keys, self.values = layer.keys, layer.values
        self._start, self._of = start, of

    def get_seq_length(self) -> int:
        return self._start

    def update(
        self, key_states: Tensor, value_states: Tensor, *args: Any, **kwargs: Any
    ) -> tuple[Tensor, Tensor]:
        """Those before the first position, with the new ones behind them."""
        return self._with(self.keys, key_states), self._with(self.values, value_states)

    def _with(self, kept: Any, new: Tensor) -> Tensor:
        # Copied with what the prompts have further on, which is written over: one copy in place of two.
        whole: Tensor = kept.index_select(0, self._of)
        whole[:, :, self._start :] = new
        return whole


@contextmanager
def entered(blocks: Sequence[nn.Module]) -> Generator[list[Tensor]]:
    """What enters the first block in the pass inside."""
    streams: list[Tensor] = []

    def keep(module: nn.Module, args: Any, kwargs: Any) -> None:
        streams.append(args[0] if args else kwargs["hidden_states"])

    handles = [block.register_forward_pre_hook(keep, with_kwargs=True) for block in blocks[:1]]
    try:
        yield streams
    finally:
        for handle in handles:
            handle.remove()
