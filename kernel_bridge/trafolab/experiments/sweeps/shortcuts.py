"""Whether an experiment may compute less than whole passes, and still give the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...interventions.edit import Edit
from ...resuming import Recorded

if TYPE_CHECKING:
    from trafolab_protocol.interventions import Intervention

    from ...models.held import Held


@dataclass(frozen=True)
class Shortcuts:
    """Those that hold."""

    resume: bool
    """Many cells share a pass, which begins at their layer and reads little of the logits."""
    suffix: bool
    """It begins at their first position too."""
    growing: bool = True
    """Cells of all layers share a pass, and join it at their own."""
    trimmed: bool = True
    """The last block computes the position that is read alone."""
    why: str | None = None
    """Why not, where not."""


WHOLE = Shortcuts(resume=False, suffix=False)


def shortcuts_of(held: Held, base: Recorded, acting: list[Intervention]) -> Shortcuts:
    """What can be told without trying."""
    if held.shadow.persons_code:
        return replace(WHOLE, why="Code of yours is on the model; it may look at the batch.")
    if any(each.operation.op == "custom" for each in acting):
        return replace(WHOLE, why="A function of yours acts; it may look at the batch.")
    edits = [edit for there in base.plan.edits.values() for edit in there if isinstance(edit, Edit)]
    if any(edit.positional for edit in edits):
        why = "An intervention holds a value for each position, so that earlier positions are computed again."
        return Shortcuts(resume=True, suffix=False, why=why)
    if base.cache is None:
        return Shortcuts(resume=True, suffix=False, why="The model takes no keys and values.")
    return Shortcuts(resume=True, suffix=True)
