"""The proof that an intervention acted in one forward pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass
class _Act:
    """What one intervention did at one hook point."""

    fired: int = 0
    square: Tensor | None = None
    """Of the norm of what it changed; None where that was not measured."""
    refused: str | None = None
    """Why it could not act on what the hook was given."""


@dataclass
class Tally:
    """How often each intervention's hooks fired, and how much they changed."""

    measure: bool = False
    """Whether to add up the changes too, which costs a little."""
    steps: dict[str, int] = field(default_factory=dict[str, int])
    """How often each fired in the later steps of a generation."""
    _acts: dict[tuple[str, str], _Act] = field(default_factory=dict[tuple[str, str], _Act])
    """By intervention and hook point, in the order in which they came."""

    def count(self, key: str, hook: str, old: Tensor, new: Tensor) -> None:
        """One firing that turned ``old`` into ``new``."""
        act = self._at(key, hook)
        act.fired += 1
        if self.measure:
            change = _difference(old.detach().float(), new.detach().float())
            square = torch.linalg.vector_norm(change, dtype=torch.float64).square()
            act.square = square if act.square is None else act.square + square

    def refuse(self, key: str, hook: str, reason: str) -> None:
        """One could not act."""
        self._at(key, hook).refused = reason

    def fired(self, key: str) -> int:
        """How often an intervention's hooks fired."""
        return sum(act.fired for act in self._of(key))

    @property
    def hooks(self) -> set[str]:
        """The hook points at which anything fired."""
        return {hook for _, hook in self._acts}

    def refusal(self, key: str) -> str | None:
        """Why an intervention could not act; None where it could."""
        reasons = [act.refused for act in self._of(key) if act.refused is not None]
        return reasons[-1] if reasons else None

    def delta_norm(self, key: str) -> float | None:
        """Frobenius norm of all that an intervention changed, no finite number where its values are none;
        None where it was not measured."""
        squares = [act.square for act in self._of(key) if act.square is not None]
        return float(sum(squares[1:], squares[0]).sqrt()) if squares else None

    def add(self, later: Tally) -> None:
        """Firings of a later step of the same generation."""
        for (key, _), act in later._acts.items():
            self.steps[key] = self.steps.get(key, 0) + act.fired

    def take_over(self, earlier: Tally, here: Callable[[str], bool]) -> None:
        """What was done at some hook points of a pass that this one begins from."""
        self._acts |= {(key, hook): act for (key, hook), act in earlier._acts.items() if here(hook)}

    def _at(self, key: str, hook: str) -> _Act:
        return self._acts.setdefault((key, hook), _Act())

    def _of(self, key: str) -> list[_Act]:
        return [act for (each, _), act in self._acts.items() if each == key]


def _difference(old: Tensor, new: Tensor) -> Tensor:
    """What changed. Of attention scores with masked ones among them: of the pattern that they make."""
    lowest = torch.finfo(torch.float32).min / 4
    if bool((new < lowest).any()) or bool((old < lowest).any()):
        return torch.nan_to_num(new.softmax(-1) - old.softmax(-1))
    # Infinities that were there before are no change.
    return torch.where(old == new, 0, new - old)
