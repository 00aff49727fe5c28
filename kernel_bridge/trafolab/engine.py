"""The laboratory's engine: carries out actions, keeps the state, makes the runs.

Two locks, never held the other way round: ``_acting`` serialises changes; the executor's serialises
forward passes on the shadow. Reading needs neither: what is true is one immutable value, ``now``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from trafolab_protocol.actions import Action, OpenModel, Redo, RestoreWeights, Undo
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.state import HistoryEntry, State

from .bench import Bench
from .code import line, script, told
from .converting import converted_by_person
from .core import Core
from .detectors import Detectors
from .experiments.book import Book
from .experiments.readying import Readying
from .experiments.starting import ExperimentAct, carry_out
from .experiments.turns import Turns
from .freed import released_by_person
from .functions import Functions
from .generating import Generations
from .history import History
from .interventions.plan import EMPTY
from .labels import label_of
from .look import Look
from .models.held import Held
from .other_states import OtherStates
from .overall.meter import Meter
from .proving import Proving
from .reducers import reduce
from .refusals import refuse_half_characters, refuse_inside_a_pass
from .runs import Run
from .saving import only_saves
from .seeing import look_of
from .snapshot import Account, Now
from .statuses import state_of
from .swapping import take
from .tensors import TensorStore
from .tools import Tools, tools_of
from .undoing import travel
from .weights_back import Loaded, restore_weights

Origin = Literal["page", "code"]


class Engine:
    """One laboratory. Every method may be called from any thread."""

    def __init__(self, held: Held, tensors: TensorStore, opener: Callable[[OpenModel], Held]) -> None:
        self.tensors = tensors
        self.functions = Functions()
        self.detectors = Detectors()
        self.history = History()
        self.now = Now(0, self.bench(held))
        self.open = opener
        self.loaded: Loaded | None = None
        """What the model's weights were when it was loaded, where somebody keeps a copy."""
        self.overall = Meter(self.tell)
        self.generations = Generations(self.tell)
        self.experiments = Book(Turns(self).around, self.tell)
        self.readying = Readying(self)
        self._acting = threading.RLock()
        self._proving = Proving(self.run)
        self.others = OtherStates()
        self._listeners: list[Callable[[], None]] = []
        self._steps = threading.local()
        self._known = 0
        """Number of stored tensors that the plan knows of: one that was lost may have come back."""
        self.change(self.now)

    def bench(self, held: Held) -> Bench:
        """A model at work, with this laboratory's stores."""
        return Bench(held, self.tensors, self.functions)

    # What is true -----------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The whole state, with what is known of the interventions by now."""
        summaries = self.experiments.summaries(self.now.core.prompts)
        return state_of(self.now, self._proving.proof, summaries, self.detectors.names)

    @property
    def account(self) -> Account:
        """The state with the steps that undo and redo lead through, all of one revision."""
        now = self.now
        summaries = self.experiments.summaries(now.core.prompts)
        return Account(
            state_of(now, self._proving.proof, summaries, self.detectors.names), now.steps, now.cursor
        )

    def settle(self) -> State:
        """The state with the proof of the live run of the newest revision, made if need be."""
        refuse_inside_a_pass(self.now.bench.held.executor)
        self._proving.settle(lambda: self.now)
        return self.state

    def look(self, *, fresh: bool = False) -> tuple[int, Look]:
        """What views are computed from, with its revision. ``fresh``: on the weights of this moment."""
        now = self.now
        return now.revision, look_of(self, now, fresh=fresh)

    def fresh_run(self, name: str, live: bool) -> Run:
        """A prompt's run on the weights as they are at this moment."""
        now = self.now
        return self.run(now, now.core.prompt(name), live, fresh=True)

    def run(self, now: Now, prompt: Prompt, live: bool, *, fresh: bool = False, draw: int = 0) -> Run:
        """A prompt's live or plain run at one moment. Raises :class:`LabError` when the pass fails."""
        refuse_inside_a_pass(self.now.bench.held.executor)
        plan = now.plan if live else EMPTY
        axis = "live" if live else "plain"
        return now.bench.run(prompt, plan, now.core.metric, now.conditions, axis, fresh=fresh, draw=draw)

    # Changes ----------------------------------------------------------------------------------

    def act(self, action: Action, origin: Origin) -> int:
        """Carry out an action; the revision after it. Raises :class:`LabError`, changing nothing."""
        refuse_inside_a_pass(self.now.bench.held.executor)
        refuse_half_characters(action)
        with self._acting:
            before = self.now
            released_by_person(self)
            if origin == "code":
                # A click may come in the middle of a cell that is still at it.
                converted_by_person(self)
                self.now.bench.distrust()
            if isinstance(action, OpenModel):
                held = self.open(action)
                take(self, held, f"open {held.info.name}", "open_model", line(action), origin)
            elif isinstance(action, Undo | Redo):
                travel(self, action)
            elif isinstance(action, RestoreWeights):
                restore_weights(self, action, origin)
            elif not isinstance(action, ExperimentAct):
                self._reduce(action, origin)
            revision, changed = self.now.revision, self.now is not before
        if changed:
            self.tell()
        if isinstance(action, ExperimentAct):
            # The book tells the listeners itself, who may wait for a thread that waits to change something.
            carry_out(self, action)
        return revision

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
        plan = now.plan if same and self._known == len(self.tensors) else bench.plan(core)
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

    def tools(self, now: Now, *, fresh: bool = False) -> Tools:
        """What a reducer may use. ``fresh``: code may have changed weights a moment ago, so that no
        earlier run is to be trusted."""
        return tools_of(now, partial(self.run, fresh=fresh))

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called after each change, with no lock held."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback) if callback in self._listeners else None

    def tell(self) -> None:
        """Call the listeners."""
        for callback in list(self._listeners):
            callback()

    def describe(self, held: Held, **changes: Any) -> None:
        """Fill in what was found out later about the model; no new revision."""
        with self._acting:
            held.rename(**changes)
            current = held is self.now.bench.held
        if current:
            self.tell()

    # Inside -----------------------------------------------------------------------------------

    def _reduce(self, action: Action, origin: Origin) -> None:
        now = self.now
        core = reduce(now.core, action, self.tools(now, fresh=origin == "code"))
        if core == now.core and self._known == len(self.tensors):
            return
        entry = self.entry(action.kind, label_of(action, now.core.interventions), told(action, core), origin)
        if only_saves(now.core, core):
            self.note(entry, core=core, problems=())
        else:
            self.record(core, entry, getattr(action, "gesture", None))

    def record(self, core: Core, entry: HistoryEntry, gesture: str | None = None) -> None:
        """Make a core true as an undoable step. Only inside :meth:`changing`."""
        now, group = self.now, gesture if entry.origin == "page" else self.current_step()[0]
        self.history.record(now.core, core, entry, group, now.bench.held.info.hash)
        self.change(now, core=core, revision=entry.revision, problems=())

    def current_step(self) -> tuple[object | None, int | None]:
        """The group of acts that this thread is in, and its cell."""
        return getattr(self._steps, "current", None) or (None, None)


def _acting(core: Core) -> tuple[object, ...]:
    """All of a core that the plan is made of."""
    return core.interventions, core.prompts, core.directions
