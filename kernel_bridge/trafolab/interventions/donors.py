"""Where an edit takes its values from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from ..targets import Place
from .passing import Donors, Passing


class Donor(Protocol):
    """A source of values with the hook's axes, the batch of size 1."""

    def read(self, passing: Passing) -> Tensor | None:
        """The values for this pass; None where the run that they are taken from does not have them."""
        ...


@dataclass(frozen=True, eq=False)
class Stored:
    """The same values in every pass."""

    values: Tensor

    def read(self, passing: Passing) -> Tensor:
        """Those values."""
        del passing
        return self.values


@dataclass(frozen=True, eq=False)
class FromRun:
    """Values of another prompt's run, which is made anew for each pass."""

    run: object
    place: Place

    def read(self, passing: Passing) -> Tensor | None:
        """What that run has at the place."""
        found = self.of(passing.donors)
        if found is None:
            return None
        own = found[None] if passing.of is None else found[list(passing.of[: passing.shape[0]])]
        return self.place.slice(own)

    def of(self, donors: Donors) -> Tensor | None:
        """What that run has at the hook point, [pos, …], or of several prompts [prompt, pos, …]."""
        return donors.get(self.run, {}).get(self.place.hook)
