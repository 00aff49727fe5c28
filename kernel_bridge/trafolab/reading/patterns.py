"""Attention patterns of one pass, all kept or each made smaller as it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.stamps import Stamp

from ..fetching import Reduce, whole
from .pooling import max_pool, without_bos

if TYPE_CHECKING:
    from ..runs import Run

_WHOLE = 2**30
"""Bytes up to which a run keeps all of its patterns, to be there with the next live run from the start."""


@dataclass(frozen=True)
class Patterns:
    """Those of all layers that compute any, of one pass."""

    of: Callable[[object, Reduce], Mapping[int, Tensor]]
    """What is made of each layer's patterns [head, query, key]; the key says what that is."""
    ids: Tensor
    """[pos]."""
    tokens: Sequence[str]
    stamp: Stamp

    def pooled(self, size: int, *, hide_bos: bool) -> Mapping[int, Tensor]:
        """[head, query, key] in float32 by layer, at most ``size`` cells a side."""
        shown = without_bos if hide_bos else whole
        return self.of(("pooled", size, hide_bos), lambda pattern: max_pool(shown(pattern), size))


def of_run(run: Run, layers: Sequence[int]) -> Patterns:
    """A run's: all are kept, or where they are too large each is thrown away once it was read."""
    names = {layer: f"blocks.{layer}.attn.hook_pattern" for layer in layers}

    def of(key: object, reduce: Reduce) -> Mapping[int, Tensor]:
        first = run.patterns(layers[:1])
        if len(layers) * sum(pattern.nbytes for pattern in first.values()) <= _WHOLE:
            return {layer: reduce(pattern) for layer, pattern in run.patterns(layers).items()}
        found = run.reduced(key, [*names.values()], reduce)
        return {layer: found[name] for layer, name in names.items() if name in found}

    return Patterns(of, run.ids, run.tokens, run.stamp)
