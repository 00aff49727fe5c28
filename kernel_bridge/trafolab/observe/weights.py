"""Which weights of a model are no longer those that were loaded.

Version counters are asked first: PyTorch counts in-place changes, and asking costs nothing. An
edit through ``.data`` leaves the counter alone, so the bytes themselves are fingerprinted too. What
differs is then compared with the kept copy, head by head where heads share a matrix.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from trafolab_protocol.findings import ChangedWeight

from ..weights import Weight
from .kept import Kept, Place, distance, same_bits
from .storages import Storages, key_of

LIGHT_BYTES = 8 * 1024 * 1024
"""A light look compares no tensor larger than this: one alone would take more than its time."""


@dataclass
class _Loaded:
    place: Place
    heads: dict[str, Place]


@dataclass
class _Tracked:
    weight: Weight
    loaded: _Loaded | None
    key: int
    version: int | None = None
    pointer: int | None = None
    told: list[ChangedWeight] | None = None
    """What was said of it at the last look; None where it is as loaded."""

    def stirred(self) -> bool:
        """Whether PyTorch itself knows of a change since this was asked before."""
        before = (self.version, self.pointer)
        self.version, self.pointer = self.weight.tensor._version, self.weight.tensor.data_ptr()
        return before != (self.version, self.pointer)

    @property
    def replaced(self) -> bool:
        """Whether it is another tensor than the one that was loaded under its name."""
        return self.loaded is None or self.loaded.place.key != self.key


@dataclass
class Changes:
    """What one look found."""

    weights: list[ChangedWeight] = field(default_factory=list[ChangedWeight])
    moved: bool = False
    """Something changed since the look before."""


class WeightWatch:
    """Compares a model's weights with what they were when it was made."""

    def __init__(self, weights: Sequence[Weight]) -> None:
        tensors = [weight.tensor for weight in weights]
        self._storages = Storages()
        self._storages.add(tensors)
        self._kept = Kept(tensors, self._storages)
        self._loaded = {w.name: _Loaded(Place.of(w.tensor), _places(w)) for w in weights}
        self._tracked: dict[str, _Tracked] = {}
        self.renew(weights)
        for tracked in self._tracked.values():
            tracked.stirred()

    def loaded(self, name: str, like: torch.Tensor) -> torch.Tensor | None:
        """What a tensor was when it was loaded, in the precision of ``like``; None where no copy was kept."""
        self._kept.complete()
        known = self._loaded.get(name)
        return None if known is None else self._kept.read(known.place, like.detach())

    def renew(self, weights: Sequence[Weight]) -> None:
        """Take the model's tensors as they are now; one that was replaced is compared with the one
        that was loaded under its name."""
        self._tracked = {weight.name: self._track(weight) for weight in weights}
        # What was loaded is held for good, or its address could be another tensor's one day.
        first = {loaded.place.key for loaded in self._loaded.values()}
        self._storages.prune(first | {tracked.key for tracked in self._tracked.values()})

    def look(self, seconds: float | None = None) -> Changes:
        """Find what changed; with ``seconds``, read only as much memory as that much of this thread's
        processor time allows.

        A light look reports what version counters give away at once, with a norm as far as the
        time reaches, and the rest in the looks that follow.
        """
        self._kept.complete()
        until = None if seconds is None else time.thread_time() + seconds
        stirred = [tracked for tracked in self._tracked.values() if tracked.stirred()]
        for tracked in stirred:
            tracked.key = key_of(tracked.weight.tensor)
            self._storages.add([tracked.weight.tensor])
            self._storages.forget(tracked.key)
        moved = self._storages.look(_left(until)) | {tracked.key for tracked in stirred}
        changes = Changes(moved=bool(moved))
        for tracked in self._tracked.values():
            changes.weights += self._tell(tracked, tracked.key in moved, until)
        return changes

    def _track(self, weight: Weight) -> _Tracked:
        known = self._tracked.get(weight.name)
        if known is not None and known.weight.tensor is weight.tensor:
            return known
        return _Tracked(weight, self._loaded.get(weight.name), key_of(weight.tensor))

    def _tell(self, tracked: _Tracked, fresh: bool, until: float | None) -> list[ChangedWeight]:
        if not tracked.replaced and not self._storages.differs(tracked.key):
            tracked.told = None
            return []
        told, weight = tracked.told, tracked.weight
        if told is None or fresh or any(change.delta_norm is None for change in told):
            affordable = until is None or (weight.tensor.nbytes <= LIGHT_BYTES and _time_left(until))
            tracked.told = told = self._compare(weight) if affordable else _unmeasured(weight)
        return told

    def _compare(self, weight: Weight) -> list[ChangedWeight]:
        loaded = self._loaded.get(weight.name)
        now = weight.tensor.detach()
        before = None if loaded is None else self._kept.read(loaded.place, now)
        if loaded is None or before is None:
            return _unmeasured(weight)
        if same_bits(now, before):
            return []
        return self._by_head(weight, loaded, now, before)

    def _by_head(
        self, weight: Weight, loaded: _Loaded, now: torch.Tensor, before: torch.Tensor
    ) -> list[ChangedWeight]:
        views = _views(weight)
        heads = {name: self._head(name, view, loaded) for name, view in views.items()}
        norms = {name: norm for name, norm in heads.items() if norm != 0}
        if not norms or len(norms) == len(views):
            return [_change(weight, weight.component, distance(now, before))]
        return [_change(weight, component, norm) for component, norm in norms.items()]

    def _head(self, name: str, view: torch.Tensor, loaded: _Loaded) -> float | None:
        """How far a head's own part is from what was loaded; 0 for not at all."""
        place = loaded.heads.get(name)
        before = None if place is None else self._kept.read(place, view)
        if before is None or same_bits(view.detach(), before):
            return None if before is None else 0.0
        # A difference too small for the norm is one all the same.
        return distance(view.detach(), before) or None


def _places(weight: Weight) -> dict[str, Place]:
    return {name: Place.of(view) for name, view in _views(weight).items()}


def _views(weight: Weight) -> dict[str, torch.Tensor]:
    """What of a tensor belongs to each head alone; nothing where it does not split into heads."""
    split = weight.heads
    if split is None:
        return {}
    pieces = weight.tensor.detach().split(split.size, dim=split.axis)
    return dict(zip(split.components, pieces, strict=True))


def _change(weight: Weight, component: str, norm: float | None) -> ChangedWeight:
    return ChangedWeight(component=component, tensor=weight.name, delta_norm=norm)


def _unmeasured(weight: Weight) -> list[ChangedWeight]:
    return [_change(weight, weight.component, None)]


def _left(until: float | None) -> float | None:
    return None if until is None else max(0.0, until - time.thread_time())


def _time_left(until: float) -> bool:
    return time.thread_time() < until
