"""The memory under a model's tensors, each stretch of it once, in pieces small enough to look at
between two steps of a training loop. Tied weights, and keys that are a slice of a joint matrix,
share their storage; fingerprinting storages instead of tensors reads every byte once."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import torch

from .fingerprint import fingerprint

PIECE_BYTES = 4 * 1024 * 1024
"""A piece is read in about 0.6 ms."""


@dataclass
class _Storage:
    data: torch.Tensor
    loaded: list[int]
    last: list[int | None] = field(default_factory=list[int | None])


class Storages:
    """Fingerprints of the storages of one model, loaded and at the last look."""

    def __init__(self) -> None:
        self._storages: dict[int, _Storage] = {}
        self._next = 0

    def add(self, tensors: Iterable[torch.Tensor]) -> None:
        """Take the present content of storages not met before as what was loaded."""
        for tensor in tensors:
            key = key_of(tensor)
            if key not in self._storages:
                data = bytes_under(tensor)
                loaded = _fingerprints(data)
                self._storages[key] = _Storage(data, loaded, list(loaded))

    def prune(self, keys: set[int]) -> None:
        """Let go of all storages but these."""
        self._storages = {key: storage for key, storage in self._storages.items() if key in keys}

    def forget(self, key: int) -> None:
        """What is known of a storage is out of date: the next look reads it without comparing."""
        storage = self._storages[key]
        storage.last = [None] * len(storage.last)

    def differs(self, key: int) -> bool:
        """Whether the storage, as last looked at, is not what was loaded; unknown counts as such."""
        storage = self._storages[key]
        return storage.last != storage.loaded

    def was_loaded(self, key: int, data: torch.Tensor) -> bool:
        """Whether these bytes are what the storage held when it was met."""
        return _fingerprints(data) == self._storages[key].loaded

    def look(self, seconds: float | None = None) -> set[int]:
        """Read the pieces in turn, all of them or for about ``seconds``; returns the storages in
        which one has changed since it was read before."""
        turn = [(key, i) for key, s in self._storages.items() for i in range(len(s.last))]
        if not turn:
            return set()
        until = None if seconds is None else time.thread_time() + seconds
        start = self._next % len(turn)
        moved: set[int] = set()
        for step, (key, piece) in enumerate(turn[start:] + turn[:start]):
            if self._read(key, piece):
                moved.add(key)
            # Asked after reading, so that every look gets on by one piece at least.
            if until is not None and time.thread_time() >= until:
                self._next = start + step + 1
                break
        return moved

    def _read(self, key: int, piece: int) -> bool:
        storage = self._storages[key]
        data = storage.data[piece * PIECE_BYTES : (piece + 1) * PIECE_BYTES]
        before, now = storage.last[piece], fingerprint(data)
        storage.last[piece] = now
        return before is not None and before != now


def _fingerprints(data: torch.Tensor) -> list[int]:
    return [fingerprint(piece) for piece in data.split(PIECE_BYTES)]


def key_of(tensor: torch.Tensor) -> int:
    """Names the storage under ``tensor`` as long as it lives."""
    return tensor.untyped_storage().data_ptr()


def bytes_under(tensor: torch.Tensor) -> torch.Tensor:
    """All bytes of the storage under ``tensor``, as they are and will be: no copy."""
    # Holding the storage keeps its address from being given to another one.
    flat = torch.empty(0, dtype=torch.uint8, device=tensor.device)
    return flat.set_(tensor.untyped_storage())
