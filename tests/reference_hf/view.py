"""A part of what passes a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from .taps import Taps


@dataclass(frozen=True)
class View:
    """A part of a tensor: its shape with a batch axis, and an index into that."""

    shape: tuple[int, ...]
    index: Any = ...

    def change(self, whole: Tensor, site: str, taps: Taps) -> Tensor:
        """The whole with its part as the taps leave it; the very same tensor where nothing changes it."""
        part = whole.reshape(self.shape)[self.index]
        new = taps(site, part)
        if new is part:
            return whole
        changed = whole.clone().reshape(self.shape)
        changed[self.index] = new
        return changed.reshape(whole.shape)
