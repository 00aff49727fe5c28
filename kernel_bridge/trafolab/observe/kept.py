"""The weights as they were loaded, kept beside the living ones as long as they are not too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch

from .storages import Storages, bytes_under, key_of

LIMIT_BYTES = 2 * 1024**3
"""Above this no copy is kept: changes are still found, their size is not."""

EAGER_BYTES = 64 * 1024**2
"""Up to this the copy is made at once; a larger one takes about 3 s a GiB, for which no cell that
opens a model should wait."""


@dataclass(frozen=True)
class Place:
    """Where in which storage a tensor lies."""

    key: int
    dtype: torch.dtype
    shape: tuple[int, ...]
    stride: tuple[int, ...]
    offset: int

    @classmethod
    def of(cls, tensor: torch.Tensor) -> Place:
        """The place of ``tensor`` now."""
        shape, stride = tuple(tensor.shape), tensor.stride()
        return cls(key_of(tensor), tensor.dtype, shape, stride, int(tensor.storage_offset()))


class Kept:
    """Copies of whole storages, so that every tensor and every slice over them can be read."""

    def __init__(self, tensors: Iterable[torch.Tensor], storages: Storages) -> None:
        data = {key_of(tensor): bytes_under(tensor) for tensor in tensors}
        total = sum(piece.numel() for piece in data.values())
        self._storages = storages
        self._copies: dict[int, torch.Tensor] = {}
        self._pending = data if total <= LIMIT_BYTES else {}
        if total <= EAGER_BYTES:
            self.complete()

    def complete(self) -> None:
        """Make the copies that are still missing. A storage that is no longer what was loaded gets
        none: its changes will be told without their size."""
        for key, data in self._pending.items():
            copy = data.clone()
            if self._storages.was_loaded(key, copy):
                self._copies[key] = copy
        self._pending = {}

    def read(self, place: Place, like: torch.Tensor) -> torch.Tensor | None:
        """What lay at ``place`` when the model was loaded, in the precision and on the device of ``like``:
        moving and casting a model changes no weight. None where no copy was kept."""
        copy = self._copies.get(place.key)
        if copy is None:
            return None
        return copy.view(place.dtype).as_strided(place.shape, place.stride, place.offset).to(like)


def same_bits(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Equal to the last bit, NaN equal to itself and −0 different from 0."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return torch.equal(one.contiguous().view(torch.uint8), other.contiguous().view(torch.uint8))


def distance(now: torch.Tensor, loaded: torch.Tensor) -> float | None:
    """Frobenius norm of ``now − loaded``; None where the shapes differ."""
    if now.shape != loaded.shape:
        return None
    return float(torch.linalg.vector_norm(now.float() - loaded.float()))
