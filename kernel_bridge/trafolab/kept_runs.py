"""The runs that are kept, to be shown again or begun from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from .outcome import Outcome
from .runs import Run

_MOST = 32
_BYTES = 512 * 2**20
_NEWEST = 2
"""Kept however large they are: views read the live run beside the plain one."""
_BEGUN_FROM = 4
"""So many of the newest runs are looked at for one to begin from."""


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run, and the pass that it came from."""

    run: Run
    outcome: Outcome
    under: object
    """What must be the same for another pass to begin from this one: prompt, weights, and the like."""

    @property
    def known(self) -> Outcome:
        """The pass with all the activations that were fetched since."""
        return replace(self.outcome, activations=self.run.activations)

    def tensors(self) -> Iterator[Tensor]:
        """Everything that it keeps in memory."""
        yield self.run.logits
        yield from self.run.activations.values()
        yield from tensors_in(self.outcome.left)


class KeptRuns:
    """Runs by what they were made from; the oldest go where they are too many or too large."""

    def __init__(self) -> None:
        self._runs: OrderedDict[object, KeptRun] = OrderedDict()

    def get(self, key: object) -> KeptRun | None:
        """The run of that key."""
        return self._runs.get(key)

    def use(self, key: object, kept: KeptRun) -> None:
        """Keep a run as the newest."""
        self._runs[key] = kept
        self._runs.move_to_end(key)
        self._forget_old()

    def under(self, conditions: object) -> list[Outcome]:
        """Passes to begin from under those conditions, the newest first."""
        newest = [kept for kept in reversed(self._runs.values()) if kept.under == conditions]
        return [kept.known for kept in newest[:_BEGUN_FROM]]

    def _forget_old(self) -> None:
        # A run grows when an activation is fetched later, so that all are counted anew. What a run took over
        # from another is in memory once.
        seen: dict[int, int] = {}
        for place, (key, kept) in enumerate(self._by_use()):
            for tensor in kept.tensors():
                storage = tensor.untyped_storage()
                seen[storage.data_ptr()] = storage.nbytes()
            if place >= _NEWEST and (place >= _MOST or sum(seen.values()) > _BYTES):
                del self._runs[key]

    def _by_use(self) -> list[tuple[object, KeptRun]]:
        """The newest first; but an earlier run under interventions is over with the next change, while that
        without any is read beside all of them."""
        newest = list(reversed(self._runs.items()))
        live = [each for each in newest if each[1].outcome.task.plan]
        return [each for each in newest if each not in live[1:]] + live[1:]


def tensors_in(value: Any) -> Iterator[Tensor]:
    """All tensors in what may be one, or hold some."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from tensors_in(each)
