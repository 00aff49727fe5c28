"""The proof that an intervention acted in one forward pass."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass
class Tally:
    """How often each intervention's hooks fired, and how much they changed."""

    measure: bool = False
    """Whether to add up the changes too, which costs a little."""
    fired: dict[str, int] = field(default_factory=dict[str, int])
    _squares: dict[str, Tensor] = field(default_factory=dict[str, Tensor])

    def count(self, key: str, old: Tensor, new: Tensor) -> None:
        """One firing that turned ``old`` into ``new``."""
        self.fired[key] = self.fired.get(key, 0) + 1
        if self.measure:
            # Masked scores are -inf on both sides; their difference says nothing.
            delta = torch.nan_to_num(new.detach().float() - old.detach().float(), posinf=0, neginf=0)
            square = delta.square().sum()
            self._squares[key] = self._squares[key] + square if key in self._squares else square

    def delta_norm(self, key: str) -> float | None:
        """Frobenius norm of all that an intervention changed; None where it was not measured."""
        square = self._squares.get(key)
        return None if square is None else float(square.sqrt())

    def add(self, later: Tally) -> None:
        """Firings of a later step of the same generation."""
        for key, count in later.fired.items():
            self.fired[key] = self.fired.get(key, 0) + count
