"""One change at one hook point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor
from trafolab_protocol.operations import Phase

from ..targets import Place
from .donors import Donor
from .passing import Passing


@dataclass(frozen=True)
class Given:
    """What a change may use beside the old values."""

    donor: Tensor | None
    """Values to take, broadcastable over the old ones unless the operation knows better."""
    positions: Tensor
    """[row, pos]: position of each entry in its row's prompt, the first real token being 0."""
    starts: tuple[int, ...]
    """Index of the first real token of each row, or of all."""
    draw: int
    """Which seeded draw acts."""


Change = Callable[[Tensor, Given], Tensor]
"""New values out of the old ones, of the same shape. It must not write into what it is given."""


class Unfit(Exception):
    """Raised by a change that can't act on values of this shape; the text says why."""


@dataclass(frozen=True)
class Edit:
    """What one intervention does at one place. Two are equal where they do the same with the same values."""

    key: str
    """The intervention's id."""
    place: Place
    change: Change = field(compare=False)
    donor: Donor | None = field(default=None, compare=False)
    positional: bool = False
    """The donor has a value for each position of one prompt, and acts on that many."""
    positions: tuple[int, ...] | None = None
    """Absolute positions, counted from each row's first real token; None for all."""
    phase: Phase = "all"
    made_of: object = field(default_factory=object)
    """What decides the change and the donor, but for what a donor's run gives; by itself equal to nothing."""

    def apply(self, value: Tensor, passing: Passing) -> Tensor:
        """The tensor after the edit; ``value`` itself where the edit does not apply."""
        donor = None if self.donor is None else self.donor.read(passing)
        length = self._length(value, donor, passing)
        if length is None:
            return value
        old = self.place.block(value, length)
        rows = self._rows(old, passing)
        mask = self._mask(rows, passing)
        if mask is not None and not mask.any():
            return value
        try:
            new = self.change(old, Given(donor, rows, passing.starts or (0,), passing.draw))
        except Unfit as reason:
            passing.tally.refuse(self.key, self.place.hook, str(reason))
            return value
        if mask is not None:
            shape = [1] * old.ndim
            shape[0], shape[self.place.position_axis] = mask.shape
            new = torch.where(mask.view(shape).to(old.device), new, old)
        passing.tally.count(self.key, self.place.hook, old, new)
        changed = self.place.put(value, new, length)
        self._carry(value, changed, passing)
        return changed

    def _length(self, value: Tensor, donor: Tensor | None, passing: Passing) -> int | None:
        """How many positions to act on, from the first; None where the edit can't act here."""
        axis = self.place.position_axis
        if value.ndim <= axis:
            return None if self.positions is not None or self.positional else 0
        present = value.shape[axis]
        if self.donor is None or not self.positional:
            return None if self.donor is not None and donor is None else present
        # Stored values are of one whole prompt: the steps of a generation after it are none of it.
        if donor is None or passing.offset:
            return None
        known = donor.shape[axis]
        fits = known == present or (known == passing.prompt_length and present > known)
        if fits and donor.shape[1:] == self.place.block(value, known).shape[1:]:
            return known
        return None

    def _rows(self, old: Tensor, passing: Passing) -> Tensor:
        axis = self.place.position_axis
        length = old.shape[axis] if old.ndim > axis else 1
        starts = torch.tensor(passing.starts or (0,))
        return torch.arange(passing.offset, passing.offset + length)[None] - starts[:, None]

    def _mask(self, rows: Tensor, passing: Passing) -> Tensor | None:
        """[row, pos] of where to change; None for everywhere."""
        starts = torch.tensor(passing.starts or (0,))[:, None]
        padded = self.positional and bool(starts.any())
        phased = self.phase != "all"
        if self.positions is None and not padded and not phased:
            return None
        mask = torch.ones_like(rows, dtype=torch.bool)
        if self.positions is not None:
            mask &= torch.isin(rows, torch.tensor(self.positions))
        if padded:
            mask &= starts == 0
        if phased:
            given = passing.prompt_length
            generated = torch.zeros_like(mask) if given is None else rows + starts >= given
            mask &= generated if self.phase == "generated" else ~generated
        return mask

    def _carry(self, old: Tensor, new: Tensor, passing: Passing) -> None:
        if self.place.carry is not None:
            passing.carried[self.key, self.place.carry] = new - old


@dataclass(frozen=True)
class Carried:
    """Adds what an edit changed further up, where the skip connection passes by its hook point."""

    key: str
    place: Place

    def apply(self, value: Tensor, passing: Passing) -> Tensor:
        """The tensor with the change."""
        delta = passing.carried.pop((self.key, self.place.hook), None)
        return value if delta is None else value + delta
