"""One change at one hook point, and the forward pass that it happens in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from ..targets import Place
from .tally import Tally

Change = Callable[[Tensor, Tensor | None], Tensor]
"""New values out of the old ones and the donor's, all of one shape."""


@dataclass(frozen=True)
class Passing:
    """What is known of the forward pass under way."""

    tally: Tally
    offset: int = 0
    """Tokens that are already in the key-value cache."""
    starts: tuple[int, ...] | None = None
    """Index of each row's first token that is not padding; None where no row is padded."""


@dataclass(frozen=True)
class Edit:
    """What one intervention does at one place."""

    key: str
    """The intervention's id."""
    place: Place
    change: Change
    donor: Tensor | None = None
    """Stored values with the hook's axes, the batch of size 1; None where none are needed."""
    positions: tuple[int, ...] | None = None
    """Absolute positions, counted from each row's first real token; None for all."""

    def apply(self, value: Tensor, passing: Passing) -> Tensor:
        """The tensor after the edit; ``value`` itself where the edit does not apply."""
        old = self._slice(value)
        if not self._fits(old, passing):
            return value
        new = self.change(old, self.donor)
        mask = self._mask(old, passing)
        if mask is not None:
            if not mask.any():
                return value
            new = torch.where(mask, new, old)
        passing.tally.count(self.key, old, new)
        return self._put(value, new)

    def _slice(self, value: Tensor) -> Tensor:
        place = self.place
        if place.axis is None or place.index is None:
            return value
        return value.narrow(place.axis, place.index, 1)

    def _put(self, value: Tensor, new: Tensor) -> Tensor:
        if self.place.axis is None:
            return new
        out = value.clone()
        self._slice(out).copy_(new)
        return out

    def _fits(self, old: Tensor, passing: Passing) -> bool:
        if self.donor is None:
            return self.positions is None or old.ndim > self.place.position_axis
        # Stored values are of one whole prompt: later steps of a generation are none of it.
        return passing.offset == 0 and self.donor.shape[1:] == old.shape[1:]

    def _mask(self, old: Tensor, passing: Passing) -> Tensor | None:
        """Where to change, broadcastable over ``old``; None for everywhere."""
        padded = self.donor is not None and passing.starts is not None and any(passing.starts)
        if self.positions is None and not padded:
            return None
        axis = self.place.position_axis
        starts = passing.starts or (0,)
        mask = torch.zeros(len(starts), old.shape[axis], dtype=torch.bool)
        for row, start in enumerate(starts):
            if self.donor is None or start == 0:
                mask[row, self._local(start - passing.offset, old.shape[axis])] = True
        shape = [1] * old.ndim
        shape[0], shape[axis] = mask.shape
        return mask.view(shape).to(old.device)

    def _local(self, shift: int, length: int) -> list[int]:
        wanted = range(length) if self.positions is None else (p + shift for p in self.positions)
        return [index for index in wanted if 0 <= index < length]
