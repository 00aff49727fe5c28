"""An experiment with the cells that it has found by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.experiments import Experiment
from trafolab_protocol.record import Record

from .view import Answer, View

if TYPE_CHECKING:
    from ..look import Look


class ExperimentParams(Record):
    id: str


class ExperimentData(Record):
    """Its tensors are named like its columns, float32 over the axes, beside ``progress`` uint8: 0 where the
    model has no such cell, 1 where it is not computed yet, 2 where it is, 3 where it changes nothing, 4 where
    there is an estimate alone."""

    experiment: Experiment
    n_cells: int
    seconds_left: float | None
    """None while that can't be told, and once it has ended."""


def compute(look: Look, params: ExperimentParams) -> Answer:
    """What the laboratory's book of experiments has of it."""
    found = look.experiment(params.id)
    data = ExperimentData(experiment=found.record, n_cells=found.n_cells, seconds_left=found.seconds_left)
    return Answer(data, found.arrays)


def version(look: Look, params: ExperimentParams) -> object:
    """It goes on while the laboratory stays as it is."""
    return look.experiment_version(params.id)


EXPERIMENT = View("experiment", ExperimentParams, ExperimentData, compute, version)
