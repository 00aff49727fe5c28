"""What undo leaves of the saved states: saving is no step of it, so that it loses none; it brings back those
that a step forgot or wrote over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .core import Core

if TYPE_CHECKING:
    from trafolab_protocol.core import SavedState

    from .history import UndoStep


def only_saves(before: Core, after: Core) -> bool:
    """Whether nothing changed but that a state was saved, under a name of its own."""
    return replace(after, saved=before.saved) == before and all(each in after.saved for each in before.saved)


def saved_by_now(saved: Sequence[SavedState], step: UndoStep, *, back: bool) -> tuple[SavedState, ...]:
    """The saved states of this moment after a step is undone (``back``) or done again."""
    before, after = ({each.name: each for each in core.saved} for core in (step.before, step.after))
    kept = {each.name: each for each in saved}
    for name in before:
        if before[name] == after.get(name):
            continue
        found = before[name] if back else after.get(name)
        kept.pop(name, None)
        kept |= {} if found is None else {name: found}
    return tuple(kept.values())
