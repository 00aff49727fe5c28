"""A laboratory at one revision: an immutable value that any thread may read."""

from __future__ import annotations

from dataclasses import dataclass, field

from trafolab_protocol.findings import Findings
from trafolab_protocol.state import HistoryEntry, State

from .bench import Bench
from .conditions import Conditions
from .core import Core
from .history import UndoStep
from .interventions.plan import EMPTY, Plan
from .interventions.tally import Tally


@dataclass(frozen=True)
class Now:
    """Everything that the state is made from, but the proof of the last live run."""

    revision: int
    bench: Bench
    core: Core = field(default_factory=Core)
    plan: Plan = EMPTY
    conditions: Conditions = field(default_factory=Conditions)
    findings: Findings = field(default_factory=Findings)
    history: tuple[HistoryEntry, ...] = ()
    steps: tuple[UndoStep, ...] = ()
    cursor: int = 0
    undo: str | None = None
    redo: str | None = None
    problems: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Proof:
    """What the live run of one revision showed."""

    revision: int = -1
    tally: Tally | None = None
    error: str | None = None


@dataclass(frozen=True)
class Account:
    """What is told of one revision."""

    state: State
    steps: tuple[UndoStep, ...]
    cursor: int
