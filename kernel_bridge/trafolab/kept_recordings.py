"""The passes that experiments began from of late: the next one often begins from them too."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from torch import Tensor

from .kept_runs import tensors_in
from .resuming import Recorded

_MOST = 4
_BYTES = 256 * 2**20


class KeptRecordings:
    """Recorded passes by what they were made from; the oldest go where they are too many or too large.
    Safe to use from any thread: an experiment may begin while another one is made ready for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Recorded] = OrderedDict()

    def get(self, key: object, hooks: Sequence[str], *, cached: bool) -> Recorded | None:
        """The pass of that key, where it has activations at these hook points, and keys and values where they
        are asked for."""
        with self._lock:
            found = self._kept.get(key)
        if found is None or (cached and found.cache is None):
            return None
        return found if all(hook in found.activations for hook in hooks) else None

    def hooks(self, key: object, hooks: Sequence[str]) -> list[str]:
        """These hook points, and those that the pass of that key has: it serves for both then."""
        with self._lock:
            found = self._kept.get(key)
        return list(dict.fromkeys([*hooks, *(() if found is None else found.activations)]))

    def keep(self, key: object, recorded: Recorded) -> None:
        """Keep a pass as the newest; one that is too large is kept by nobody."""
        with self._lock:
            self._kept[key] = recorded
            self._kept.move_to_end(key)
            size = 0
            for place, (each, kept) in enumerate(reversed([*self._kept.items()])):
                size += sum(tensor.untyped_storage().nbytes() for tensor in _tensors_of(kept))
                if place >= _MOST or size > _BYTES:
                    del self._kept[each]


def _tensors_of(recorded: Recorded) -> Iterator[Tensor]:
    yield recorded.logits
    yield from recorded.activations.values()
    yield from tensors_in(recorded.left)
    layers: list[Any] = [] if recorded.cache is None else recorded.cache.layers
    for layer in layers:
        yield from tensors_in((layer.keys, layer.values))
