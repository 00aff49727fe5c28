"""The whole truth about a laboratory, small enough to send at every change."""

from __future__ import annotations

from typing import Literal

from .core import Group, Paint, SavedState
from .directions import Direction
from .experiments import ExperimentSummary, SweepKind
from .findings import Findings
from .interventions import Intervention
from .metric import Metric
from .model import ModelInfo
from .operations import OperationInfo
from .pairs import PairSet
from .prompts import Prompt
from .record import Record
from .references import ReferenceSet


class HistoryEntry(Record):
    """One step of the history: an act, or a mark for what a cell did beside the actions."""

    revision: int
    kind: str
    """The action's kind, or ``mark``."""
    label: str
    code: str | None
    """Python that does it again; None for marks."""
    origin: Literal["page", "code", "mark"]
    cell: int | None = None
    """Execution count of the cell, where code did it."""
    undone: bool = False


class State(Record):
    """What the kernel sends after every change; the server stores it, every tab receives it."""

    revision: int
    settled: bool
    """The live run at this revision has been made, so the statuses below are its proof."""
    model: ModelInfo | None
    clean: Prompt | None
    counterfactuals: list[Prompt] = []
    metric: Metric | None = None
    metric_problem: str | None = None
    """Why there is no metric, where there is none."""
    interventions: list[Intervention] = []
    references: list[ReferenceSet] = []
    pairs: list[PairSet] = []
    directions: list[Direction] = []
    groups: list[Group] = []
    paint: Paint | None = None
    detectors: list[str] = []
    """Names of a person's own scores of heads, in the order in which they came."""
    saved: list[SavedState] = []
    findings: Findings = Findings()
    operations: list[OperationInfo] = []
    sweeps: list[SweepKind] = []
    """What this model can be swept over."""
    experiments: list[ExperimentSummary] = []
    """In the order in which they were started."""
    history: list[HistoryEntry] = []
    undo: str | None = None
    """Label of what undo would take back; None when there is nothing."""
    redo: str | None = None
    problems: list[str] = []
    """What could not be done lately and what to do about it, newest last."""
    code: str = ""
    """Python that rebuilds this state in a fresh kernel."""
