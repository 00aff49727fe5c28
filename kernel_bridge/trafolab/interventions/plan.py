"""All edits of a state, grouped by the hook point that they happen at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from .edit import Edit, Passing


@dataclass(frozen=True, eq=False)
class Plan:
    """What a forward pass has to do; never changed, only replaced by another plan."""

    edits: Mapping[str, Sequence[Edit]] = field(default_factory=dict[str, Sequence[Edit]])
    """By canonical hook name, in the order of the list of interventions."""

    def __bool__(self) -> bool:
        return bool(self.edits)

    def apply(self, hook: str, value: Tensor, passing: Passing) -> Tensor:
        """The tensor after all edits at a hook point."""
        for edit in self.edits.get(hook, ()):
            value = edit.apply(value, passing)
        return value


EMPTY = Plan()
