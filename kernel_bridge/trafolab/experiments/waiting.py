"""An experiment that a cell waits for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

from tqdm import tqdm
from trafolab_protocol.experiments import ExperimentSpec

from ..refusals import refuse_inside_a_pass
from .edges.circuit import Begin
from .job import Job
from .result import Sweep
from .results import result_of
from .starting import start

if TYPE_CHECKING:
    from ..engine import Engine

_TICK = 0.1
"""Seconds between two looks at how far it is."""


def carried_out(engine: Engine, spec: ExperimentSpec, *, progress: bool) -> Sweep:
    """Start an experiment, and what it found in the end. Raises :class:`LabError` where it can't be made or
    fails; an interrupt ends it with what it has."""
    refuse_inside_a_pass(engine.now.bench.held.executor)
    # The line above it may have changed weights.
    engine.now.bench.distrust()
    job = start(engine, uuid4().hex, spec)
    _wait(job, progress=progress)
    if job.error is not None:
        raise job.error
    return result_of(job, beginning(engine))


def beginning(engine: Engine) -> Begin:
    """What lets a result start other experiments on what it found."""
    return lambda spec: carried_out(engine, spec, progress=True)


def _wait(job: Job, *, progress: bool) -> None:
    """Until it has ended; an interrupt ends it."""
    name = job.record.name
    with tqdm(desc=name, unit="cell", disable=not progress, file=sys.stderr, delay=1) as bar:
        try:
            while not job.ended.wait(_TICK):
                _show(bar, job)
        except KeyboardInterrupt:
            job.control("stop")
            raise
        _show(bar, job)


def _show(bar: tqdm[NoReturn], job: Job) -> None:
    if job.work is not None:
        bar.total = job.work.info.n_cells
        bar.update(job.work.n_done - bar.n)
        estimated, n_pairs = job.work.info.n_estimated, job.work.info.n_pairs
        if estimated is not None:
            bar.set_postfix_str(f"{estimated} of {n_pairs} pairs estimated", refresh=estimated != n_pairs)
