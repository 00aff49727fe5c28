"""What was done, step by step, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from trafolab_protocol.state import HistoryEntry

from .core import Core

_SPARE = 100
"""Old steps go in lots: whoever keeps a copy has to be told of all of them anew then."""

KEPT_STEPS = 500
"""So many steps back undo leads: each holds two whole cores."""


@dataclass(frozen=True, eq=False)
class UndoStep:
    """One undoable step: a click, a gesture, or everything that one cell did."""

    before: Core
    after: Core
    entries: tuple[int, ...]
    """Revisions of its entries in the log."""
    before_on: str
    after_on: str
    """Hashes of the models that the cores were made on: undo may lead back past another model."""
    group: object | None = None


@dataclass
class History:
    """The log of actions and marks, with the cores that undo and redo lead to."""

    entries: list[HistoryEntry] = field(default_factory=list[HistoryEntry])
    steps: tuple[UndoStep, ...] = ()
    cursor: int = 0
    """Number of steps that are done and not undone."""

    def record(
        self, before: Core, after: Core, entry: HistoryEntry, group: object | None, model: str
    ) -> None:
        """An act that led from one core to another on the model with that hash; acts of one group
        are one step. Of a gesture, which is a group with a name, only the last act is logged."""
        done = self.steps[: self.cursor]
        last = done[-1] if done else None
        if last is not None and group is not None and last.group == group:
            kept = self._kept(last, entry, gesture=isinstance(group, str))
            longer = replace(last, after=after, after_on=model, entries=kept)
            self.steps = (*done[:-1], longer)
            return
        self.entries.append(entry)
        step = UndoStep(before, after, (entry.revision,), model, model, group)
        steps = (*done, step)
        self.steps = steps if len(steps) < KEPT_STEPS + _SPARE else steps[-KEPT_STEPS:]
        self.cursor = len(self.steps)

    def _kept(self, last: UndoStep, entry: HistoryEntry, *, gesture: bool) -> tuple[int, ...]:
        """Log an act of the last step; the revisions that the step consists of then."""
        place = self._place(last.entries[-1]) if gesture else None
        if place is None:
            self.entries.append(entry)
            return (*last.entries, entry.revision)
        self.entries[place] = entry
        return (*last.entries[:-1], entry.revision)

    def mark(self, entry: HistoryEntry) -> None:
        """Something that no action did; undo passes over it."""
        self.entries.append(entry)

    def undo(self) -> UndoStep | None:
        """Take back the last step that is done; None when there is none."""
        if self.cursor == 0:
            return None
        self.cursor -= 1
        step = self.steps[self.cursor]
        self._flag(step, undone=True)
        return step

    def redo(self) -> UndoStep | None:
        """Do the step again that was undone last; None when there is none."""
        if self.cursor == len(self.steps):
            return None
        step = self.steps[self.cursor]
        self.cursor += 1
        self._flag(step, undone=False)
        return step

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._label(self.cursor - 1)

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._label(self.cursor)

    @property
    def cores(self) -> Iterator[Core]:
        """All that undo and redo can lead to."""
        for step in self.steps:
            yield from (step.before, step.after)

    def restored(
        self, entries: Sequence[HistoryEntry], steps: Sequence[UndoStep] = (), cursor: int = 0
    ) -> None:
        """Take over the log and the steps of an earlier kernel in place of this one's: nothing that came
        before may wipe what was restored."""
        self.entries = list(entries)
        self.steps, self.cursor = tuple(steps), min(cursor, len(steps))

    def _label(self, index: int) -> str | None:
        if not 0 <= index < len(self.steps):
            return None
        places = [self._place(revision) for revision in self.steps[index].entries]
        entries = [self.entries[place] for place in places if place is not None]
        if not entries:
            return "an earlier step"
        if len(entries) == 1:
            return entries[0].label
        cell = entries[0].cell
        return f"{len(entries)} acts" if cell is None else f"cell {cell}: {len(entries)} acts"

    def _flag(self, step: UndoStep, *, undone: bool) -> None:
        for revision in step.entries:
            place = self._place(revision)
            if place is not None:
                self.entries[place] = self.entries[place].model_copy(update={"undone": undone})

    def _place(self, revision: int) -> int | None:
        """Where the act of a revision stands in the log; marks may have come at the same one."""
        places = range(len(self.entries) - 1, -1, -1)
        acts = (i for i in places if self.entries[i].kind != "mark")
        return next((i for i in acts if self.entries[i].revision == revision), None)
