"""The laboratory's engine: carries out actions, keeps the state, makes the runs.

Two locks, never held the other way round: one serialises changes (:mod:`trafolab.changing`); the executor's
serialises forward passes on the shadow. Reading needs neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from trafolab_protocol.actions import Action, OpenModel
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.state import State

from .acting import Origin, carry_out
from .bench import Bench
from .changing import Changing
from .detectors import Detectors
from .experiments import starting
from .experiments.book import Book
from .experiments.readying import Readying
from .experiments.starting import ExperimentAct
from .experiments.turns import Turns
from .functions import Functions
from .generating import Generations
from .interventions.plan import EMPTY
from .look import Look
from .models.held import Held
from .other_states import OtherStates
from .overall.meter import Meter
from .proving import Proving
from .refusals import refuse_half_characters, refuse_inside_a_pass
from .runs import Run
from .seeing import look_of
from .snapshot import Account, Now
from .statuses import state_of
from .tensors import TensorStore
from .tools import Tools, tools_of
from .weights_back import Loaded


class Engine(Changing):
    """One laboratory. Every method may be called from any thread."""

    def __init__(self, held: Held, tensors: TensorStore, opener: Callable[[OpenModel], Held]) -> None:
        self.functions = Functions()
        self.detectors = Detectors()
        super().__init__(Now(0, Bench(held, tensors, self.functions)), tensors)
        self.open = opener
        self.loaded: Loaded | None = None
        """What the model's weights were when it was loaded, where somebody keeps a copy."""
        self.overall = Meter(self.tell)
        self.generations = Generations(self.tell)
        self.experiments = Book(Turns(self).around, self.tell)
        self.readying = Readying(self)
        self.others = OtherStates()
        self._proving = Proving(self.run)

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
        state = state_of(now, self._proving.proof, summaries, self.detectors.names)
        return Account(state, now.steps, now.cursor)

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
        refuse_half_characters(action)
        with self.changing():
            carry_out(self, action, origin)
            revision = self.now.revision
        if isinstance(action, ExperimentAct):
            # The book tells the listeners itself, who may wait for a thread that waits to change something.
            starting.carry_out(self, action)
        return revision

    def tools(self, now: Now, *, fresh: bool = False) -> Tools:
        """What a reducer may use. ``fresh``: code may have changed weights a moment ago, so that no
        earlier run is to be trusted."""
        return tools_of(now, partial(self.run, fresh=fresh))

    def describe(self, held: Held, **changes: Any) -> None:
        """Fill in what was found out later about the model; no new revision."""
        with self._acting:
            held.rename(**changes)
            current = held is self.now.bench.held
        if current:
            self.tell()
