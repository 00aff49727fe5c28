"""What was done, step by step, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from trafolab_protocol.state import HistoryEntry

from .core import Core


@dataclass
class _Step:
    """One undoable step: a click, or everything that one cell did."""

    before: Core
    after: Core
    entries: list[int]
    group: object | None
    before_on: str
    after_on: str
    """Hashes of the models that the cores were made on: undo may lead back past another model."""


@dataclass
class History:
    """The log of actions and marks, with the cores that undo and redo lead to."""

    entries: list[HistoryEntry] = field(default_factory=list[HistoryEntry])
    _steps: list[_Step] = field(default_factory=list[_Step])
    _cursor: int = 0
    """Number of steps that are done and not undone."""

    def record(
        self, before: Core, after: Core, entry: HistoryEntry, group: object | None, model: str
    ) -> None:
        """An act that led from one core to another on the model with that hash; acts of one group
        are one step."""
        del self._steps[self._cursor :]
        self.entries.append(entry)
        index = len(self.entries) - 1
        last = self._steps[-1] if self._steps else None
        if last is not None and group is not None and last.group is group:
            last.after, last.after_on = after, model
            last.entries.append(index)
            return
        self._steps.append(_Step(before, after, [index], group, model, model))
        self._cursor += 1

    def mark(self, entry: HistoryEntry) -> None:
        """Something that no action did; undo passes over it."""
        self.entries.append(entry)

    def undo(self) -> tuple[Core, str] | None:
        """The core before the last step that is done, and its model's hash; None when there is none."""
        if self._cursor == 0:
            return None
        self._cursor -= 1
        step = self._steps[self._cursor]
        self._flag(step, undone=True)
        return step.before, step.before_on

    def redo(self) -> tuple[Core, str] | None:
        """The core after the step that was undone last, and its model's hash; None when there is none."""
        if self._cursor == len(self._steps):
            return None
        step = self._steps[self._cursor]
        self._cursor += 1
        self._flag(step, undone=False)
        return step.after, step.after_on

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._label(self._cursor - 1)

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._label(self._cursor)

    @property
    def cores(self) -> Iterator[Core]:
        """All that undo and redo can lead to."""
        for step in self._steps:
            yield from (step.before, step.after)

    def restored(self, entries: list[HistoryEntry]) -> None:
        """Take over the log of an earlier kernel in place of this one's; none of it can be undone, and
        nothing that came before may wipe what was restored."""
        self.entries, self._steps, self._cursor = list(entries), [], 0

    def _label(self, index: int) -> str | None:
        if not 0 <= index < len(self._steps):
            return None
        entries = [self.entries[i] for i in self._steps[index].entries]
        if len(entries) == 1:
            return entries[0].label
        cell = entries[0].cell
        return f"{len(entries)} acts" if cell is None else f"cell {cell}: {len(entries)} acts"

    def _flag(self, step: _Step, *, undone: bool) -> None:
        for index in step.entries:
            self.entries[index] = self.entries[index].model_copy(update={"undone": undone})
