"""An experiment with the cells that it has found by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import Experiment
from trafolab_protocol.record import Record

from ..errors import ViewError
from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class ExperimentParams(Record):
    id: str
    cell: list[int] | None = None
    """Of one over pairs: have the single pairs behind this cell too."""
    cells: bool = True
    """Have its cells, of which edges have millions; without, what a list tells of it."""


class ExperimentData(Record):
    """Its tensors are named like its columns, float32 over the axes, beside ``progress`` uint8: 0 where the
    model has no such cell, 1 where it is not computed yet, 2 where it is, 3 where it changes nothing, 4 where
    there is an estimate alone. With a ``cell`` there is ``pairs`` too, float32 [pair], what each of
    ``experiment.pairs`` gave; without, these are left out. So is what rebuilds its state."""

    experiment: Experiment
    n_cells: int
    seconds_left: float | None
    """None while that can't be told, and once it has ended."""


def compute(look: Look, params: ExperimentParams) -> Answer:
    """What the laboratory's book of experiments has of it."""
    found = look.experiment(params.id)
    if not params.cells:
        told = found.record.model_copy(update={"pairs": [], "setup": "", "axes": []})
        return Answer(ExperimentData(experiment=told, n_cells=found.n_cells, seconds_left=found.seconds_left))
    arrays, cell = dict(found.arrays), params.cell
    shown = found.record if cell is not None else found.record.model_copy(update={"pairs": [], "setup": ""})
    if cell is not None and found.pairs is not None:
        if len(cell) != found.pairs.values.ndim - 1 or not _is_inside(cell, found.pairs.values.shape[1:]):
            raise ViewError("no_cell", f"{found.record.name} has no cell {cell}.", str(cell))
        arrays["pairs"] = found.pairs.values[(slice(None), *cell)].numpy().copy()
    data = ExperimentData(experiment=shown, n_cells=found.n_cells, seconds_left=found.seconds_left)
    return Answer(data, arrays)


def _is_inside(cell: Sequence[int], shape: Sequence[int]) -> bool:
    return all(0 <= index < length for index, length in zip(cell, shape, strict=True))


def version(look: Look, params: ExperimentParams) -> object:
    """It goes on while the laboratory stays as it is."""
    return look.experiment_version(params.id)


EXPERIMENT = Feed("experiment", ExperimentParams, ExperimentData, compute, version)
