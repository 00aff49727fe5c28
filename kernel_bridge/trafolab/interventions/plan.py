"""All edits of a state, grouped by the hook point that they happen at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor
from trafolab_protocol.prompts import Prompt

from ..targets import Place
from .edit import Carried, Edit
from .passing import Passing, with_batch


@dataclass(frozen=True, eq=False)
class Plan:
    """What a forward pass has to do; never changed, only replaced by another plan."""

    edits: Mapping[str, Sequence[Edit | Carried]] = field(default_factory=dict[str, Sequence[Edit | Carried]])
    """By canonical hook name, in the order of the list of interventions."""
    donors: Sequence[DonorRun] = ()
    """The runs that must have been made before a pass begins."""

    def __bool__(self) -> bool:
        return bool(self.edits)

    def apply(self, hook: str, value: Tensor, passing: Passing) -> Tensor:
        """The tensor after all edits at a hook point; ``value`` itself where none applied."""
        old = new = with_batch(value, passing.shape)
        for edit in self.edits.get(hook, ()):
            new = edit.apply(new, passing)
        # An embedding that was there once for all rows may have become one for each.
        return value if new is old else new if len(new) != len(old) else new.reshape(value.shape)

    def with_edit(self, edit: Edit) -> Plan:
        """The plan with one edit more, after those that act at the same place."""
        edits = {hook: list(there) for hook, there in self.edits.items()}
        hang(edits, edit)
        return Plan(edits, self.donors)

    @property
    def keys(self) -> set[str]:
        """Ids of the interventions that take part."""
        return {edit.key for edits in self.edits.values() for edit in edits}


@dataclass(frozen=True, eq=False)
class OnFirstRow(Plan):
    """A plan that acts on the first of two rows only: the live run with the plain one beside it."""

    def apply(self, hook: str, value: Tensor, passing: Passing) -> Tensor:
        """The tensor after all edits of the first row; ``value`` itself where none applied."""
        both = with_batch(value, passing.shape)
        live, plain = both[:1], both[-1:]
        acted = super().apply(hook, live, replace(passing, shape=(1, passing.shape[1])))
        if acted is live:
            return value
        # What was there once for both rows, such as an embedding of positions, is now one for each.
        joined = torch.cat([acted, plain])
        return joined.reshape(value.shape) if len(both) == len(joined) else joined


def hang(edits: dict[str, list[Edit | Carried]], edit: Edit) -> None:
    """Add an edit, after those that act at the same place."""
    place = edit.place
    edits.setdefault(place.hook, []).append(edit)
    if place.carry is not None:
        # Before all that acts there: these see the stream as the change left it.
        edits.setdefault(place.carry, []).insert(0, Carried(edit.key, Place(place.carry)))


@dataclass(frozen=True, eq=False)
class DonorRun:
    """A run of another prompt that values are taken from."""

    key: object
    prompt: Prompt
    plan: Plan
    """What acts in it."""
    hooks: frozenset[str]


EMPTY = Plan()
