"""What views will want of the next live run, as far as the last ones tell."""

from __future__ import annotations

from collections.abc import Set


class Appetite:
    """Which activations views asked of a prompt's live runs: the next one has them from the start, in one
    forward pass instead of two."""

    def __init__(self) -> None:
        self._newest: Set[str] = frozenset()
        self._last: Set[str] = frozenset()

    @property
    def wanted(self) -> Set[str]:
        """What was asked of the newest run of which anything was: one that another change overtook was
        perhaps never looked at."""
        return self._newest or self._last

    def turn_to(self, asked: Set[str]) -> None:
        """Views look at another run now, or still at the same; ``asked`` grows as they ask."""
        if asked is not self._newest:
            self._last, self._newest = self.wanted, asked
