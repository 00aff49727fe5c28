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
    steps: dict[str, int] = field(default_factory=dict[str, int])
    """The same for the later steps of a generation."""
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Why one could not act on what its hook was given."""
    _squares: dict[str, Tensor] = field(default_factory=dict[str, Tensor])

    def count(self, key: str, old: Tensor, new: Tensor) -> None:
        """One firing that turned ``old`` into ``new``."""
        self.fired[key] = self.fired.get(key, 0) + 1
        if self.measure:
            change = _difference(old.detach().float(), new.detach().float())
            square = torch.linalg.vector_norm(change, dtype=torch.float64).square()
            self._squares[key] = self._squares[key] + square if key in self._squares else square

    def refuse(self, key: str, reason: str) -> None:
        """One could not act."""
        self.refused[key] = reason

    def delta_norm(self, key: str) -> float | None:
        """Frobenius norm of all that an intervention changed, no finite number where its values are none;
        None where it was not measured."""
        square = self._squares.get(key)
        return None if square is None else float(square.sqrt())

    def add(self, later: Tally) -> None:
        """Firings of a later step of the same generation."""
        for key, count in later.fired.items():
            self.steps[key] = self.steps.get(key, 0) + count


def _difference(old: Tensor, new: Tensor) -> Tensor:
    """What changed. Of attention scores with masked ones among them: of the pattern that they make."""
    lowest = torch.finfo(torch.float32).min / 4
    if bool((new < lowest).any()) or bool((old < lowest).any()):
        return torch.nan_to_num(new.softmax(-1) - old.softmax(-1))
    # Infinities that were there before are no change.
    return torch.where(old == new, 0, new - old)
