"""What is true of a laboratory, and how one truth follows another.

One lock serialises changes. Reading needs none: what is true is one immutable value, ``now``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal

from trafolab_protocol.state import HistoryEntry

from .bench import Bench
from .code import script
from .core import Core
from .history import History
from .refusals import refuse_inside_a_pass
from .snapshot import Now
from .tensors import TensorStore


class Changing:
    """The truth, its history, and who is told of changes. Every method may be called from any thread."""

    def __init__(self, now: Now, tensors: TensorStore) -> None:
        self.tensors = tensors
        self.history = History()
        self.now = now
        self._acting = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self._steps = threading.local()
        self._known = 0
        """Number of stored tensors that the plan knows of: one that was lost may have come back."""
        self.change(self.now)

    @contextmanager
    def step(self, cell: int | None) -> Generator[None]:
        """What code on this thread does inside is one step of the history."""
        before = getattr(self._steps, "current", None)
        self._steps.current = (object(), cell)
        try:
            yield
        finally:
            self._steps.current = before

    @contextmanager
    def changing(self) -> Generator[Now]:
        """Nobody else changes anything meanwhile; listeners are told afterwards if something did."""
        refuse_inside_a_pass(self.now.bench.held.executor)
        with self._acting:
            before = self.now
            yield before
            changed = self.now is not before
        if changed:
            self.tell()

    def change(self, now: Now, **fields: Any) -> None:
        """Make a new truth, with plan, history and code in step. Only inside :meth:`changing`."""
        bench: Bench = fields.get("bench", now.bench)
        core: Core = fields.get("core", now.core)
        same = _acting(core) == _acting(now.core) and bench is now.bench
        plan = now.plan if same and self.knows_its_tensors else bench.plan(core)
        if len(self.tensors):
            self.tensors.keep({name for each in (core, *self.history.cores) for name in each.tensors})
        self._known = len(self.tensors)
        bench.held.installation.use(plan)
        self.now = replace(
            now,
            **fields,
            plan=plan,
            history=tuple(self.history.entries),
            steps=self.history.steps,
            cursor=self.history.cursor,
            undo=self.history.undo_label,
            redo=self.history.redo_label,
            code=script(core, bench.held.info, fields.get("findings", now.findings)),
        )

    def mark(self, label: str, **fields: Any) -> None:
        """Note in the history what no action did, and make it true. Only inside :meth:`changing`."""
        self.note(self.entry("mark", label, None, "mark"), **fields)

    def note(self, entry: HistoryEntry, **fields: Any) -> None:
        """Make true what undo passes over. Only inside :meth:`changing`."""
        self.history.mark(entry)
        self.change(self.now, revision=entry.revision, **fields)

    def entry(
        self, kind: str, label: str, code: str | None, origin: Literal["page", "code", "mark"]
    ) -> HistoryEntry:
        """What the history tells of a change that is about to be made."""
        revision, cell = self.now.revision + 1, None if origin == "page" else self.current_step()[1]
        return HistoryEntry(revision=revision, kind=kind, label=label, code=code, origin=origin, cell=cell)

    def record(self, core: Core, entry: HistoryEntry, gesture: str | None = None) -> None:
        """Make a core true as an undoable step. Only inside :meth:`changing`."""
        now, group = self.now, gesture if entry.origin == "page" else self.current_step()[0]
        self.history.record(now.core, core, entry, group, now.bench.held.info.hash)
        self.change(now, core=core, revision=entry.revision, problems=())

    def current_step(self) -> tuple[object | None, int | None]:
        """The group of acts that this thread is in, and its cell."""
        return getattr(self._steps, "current", None) or (None, None)

    @property
    def knows_its_tensors(self) -> bool:
        """The plan was made with all that is stored by now."""
        return self._known == len(self.tensors)

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called after each change, with no lock held."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback) if callback in self._listeners else None

    def tell(self) -> None:
        """Call the listeners."""
        for callback in list(self._listeners):
            callback()


def _acting(core: Core) -> tuple[object, ...]:
    """All of a core that the plan is made of."""
    return core.interventions, core.prompts, core.directions
