"""What actions change and undo brings back, as it is stored: prompts without their tokens, which the
model's tokenizer gives again."""

from __future__ import annotations

from collections.abc import Iterator

from .directions import Direction
from .interventions import Constant, Intervention, Snapshot
from .metric import Metric
from .pairs import PairSet
from .prompts import PromptSource
from .record import Record
from .references import ReferenceSet


class Group(Record):
    """Components under one name, by their own names."""

    name: str
    targets: list[str]
    note: str = ""


class Paint(Record):
    """A person's own numbers as the map's colours."""

    label: str
    tensor: str
    """Stored float32 [name]: one number for each of the model's names, NaN where there is none."""
    n: int
    """How many components have one."""
    model: str
    """Name of the model that the names are of."""
    code: str
    """The line of Python that does it again."""


class CoreRecord(Record):
    """One whole laboratory: everything that a person set."""

    clean: PromptSource | None
    counterfactuals: dict[str, PromptSource] = {}
    metric: Metric | None = None
    interventions: list[Intervention] = []
    references: list[ReferenceSet] = []
    pairs: list[PairSet] = []
    directions: list[Direction] = []
    groups: list[Group] = []
    paint: Paint | None = None
    saved: list[SavedState] = []


class SavedState(Record):
    """A laboratory that was given a name, to come back to and to compare with."""

    name: str
    core: CoreRecord
    """Itself without saved states."""
    metric: float | None = None
    """The live metric when it was saved."""


class Step(Record):
    """One step of undo: a click, or everything that one cell did."""

    before: CoreRecord
    after: CoreRecord
    entries: list[int]
    """Revisions of its entries in the history."""
    before_on: str
    after_on: str
    """Hashes of the models that the two belong to."""


class StepsTail(Record):
    """The steps from the one numbered ``start`` on replace those known before."""

    start: int
    steps: list[Step]
    cursor: int
    """How many of all steps are done and not undone."""


def tensor_names(core: CoreRecord) -> Iterator[str]:
    """Names of the stored tensors that a laboratory refers to."""
    yield from tensors_of(core.interventions)
    yield from (reference.tensor for reference in core.references)
    yield from (pairs.tensor for pairs in core.pairs)
    yield from (direction.tensor for direction in core.directions)
    if core.paint is not None:
        yield core.paint.tensor
    for saved in core.saved:
        yield from tensor_names(saved.core)


def tensors_of(interventions: list[Intervention]) -> Iterator[str]:
    """Names of the stored tensors that interventions refer to."""
    for each in interventions:
        if isinstance(each.source, Snapshot | Constant):
            yield from (part.tensor for part in each.source.parts)
