"""What one forward pass gave, and what a later one over the same prompt may take over from it.

Nothing before the first block at which two passes differ has to be computed again: the blocks before it hand
on what they gave, their activations are the earlier ones, and their interventions fired as they did then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from .interventions.donors import FromRun
from .interventions.edit import Carried, Edit
from .interventions.passing import Donors
from .interventions.plan import Plan
from .interventions.tally import Tally

_IN_BLOCK = re.compile(r"blocks\.(\d+)\.")
_BEHIND = ("ln_final.", "unembed.", "hook_unembed")


@dataclass(frozen=True, eq=False)
class Task:
    """What a forward pass over a prompt is to do."""

    plan: Plan
    capture: frozenset[str]
    """Hook points whose activations are wanted."""
    donors: Donors
    """What the plan takes values from."""
    draw: int = 0
    """Which seeded draw acts."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one forward pass gave, without the batch axis."""

    task: Task
    logits: Tensor
    """[pos, vocab]."""
    activations: Mapping[str, Tensor]
    """Those hook points that do not fire are missing."""
    tally: Tally
    left: Sequence[Any]
    """What each block gave, in the form in which the library wants it back."""

    def first(self, task: Task) -> int:
        """The first block that has to be computed for another task on the same prompt and weights; as many as
        there are blocks where only what is behind them has."""
        n = len(self.left)
        lacking = task.capture - self.activations.keys() - self.task.capture
        return max(0, min((place_of(hook, n) for hook in (*self._differing(task), *lacking)), default=n))

    def before(self, first: int) -> dict[str, Tensor]:
        """The activations in the blocks before one."""
        n = len(self.left)
        return {hook: kept for hook, kept in self.activations.items() if 0 <= place_of(hook, n) < first}

    def tally_before(self, first: int) -> Tally:
        """A tally that begins with what was done in the blocks before one."""
        n, tally = len(self.left), Tally(measure=True)
        tally.take_over(self.tally, lambda hook: 0 <= place_of(hook, n) < first)
        return tally

    def _differing(self, task: Task) -> Iterator[str]:
        """Hook points at which not the same is done."""
        for hook in {**self.task.plan.edits, **task.plan.edits}:
            ours, theirs = self.task.plan.edits.get(hook, ()), task.plan.edits.get(hook, ())
            if self.task.draw != task.draw or not _same(ours, theirs, self.task.donors, task.donors):
                yield hook


def place_of(hook: str, n_blocks: int) -> int:
    """The block that a hook point is in; -1 before all of them, and as many as there are behind them."""
    within = _IN_BLOCK.match(hook)
    if within is not None:
        return int(within[1])
    return n_blocks if hook.startswith(_BEHIND) else -1


def _same(
    ours: Sequence[Edit | Carried], theirs: Sequence[Edit | Carried], our_donors: Donors, their_donors: Donors
) -> bool:
    if ours is theirs and our_donors is their_donors:
        return True
    return len(ours) == len(theirs) and all(
        (a is b or a == b) and _given(a, our_donors) is _given(b, their_donors)
        for a, b in zip(ours, theirs, strict=True)
    )


def _given(edit: Edit | Carried, donors: Donors) -> Tensor | None:
    """What another prompt's run gives to an edit."""
    donor = edit.donor if isinstance(edit, Edit) else None
    return donor.of(donors) if isinstance(donor, FromRun) else None
