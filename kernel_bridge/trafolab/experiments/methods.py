"""Experiments as a person starts them from Python."""

from __future__ import annotations

import sys
from typing import NoReturn
from uuid import uuid4

from tqdm import tqdm
from trafolab_protocol.experiments import Ablation, Direction, SweepSpec

from ..engine import Engine
from ..errors import OperationError
from ..refusals import refuse_inside_a_pass
from .job import Job
from .listing import ExperimentList
from .result import Sweep, result_of
from .starting import start

_TICK = 0.1
"""Seconds between two looks at how far it is."""


class ExperimentMethods:
    """``lab.sweep`` and ``lab.experiments``."""

    _engine: Engine

    @property
    def experiments(self) -> ExperimentList:
        """All experiments, from the page and from code, in the order of their start: ``lab.experiments[-1]``,
        or by name, is what one found."""
        return ExperimentList([*self._engine.experiments])

    def sweep(
        self,
        what: str,
        *,
        by_position: bool | None = None,
        direction: Direction = "noise",
        ablate: Ablation | None = None,
        source: str | None = None,
        progress: bool = True,
    ) -> Sweep:
        """Patch one place after the other, and read the metric under each patch.

        ``what``: ``resid_pre``, ``resid_mid``, ``resid_post``, ``attn_out`` or ``mlp_out``, for each layer
        and position; ``z``, ``q``, ``k``, ``v`` or ``pattern`` of each head, at all positions at once unless
        ``by_position`` (of a pattern: the queries). ``direction``: ``noise`` puts the values of the prompt
        ``source``, the first counterfactual where None, into the clean run; ``denoise`` clean ones into
        that prompt's run. Values come from plain runs; interventions in force act in the runs that they
        are put into. ``ablate``: put in zeros, or the mean over the reference set or prompt ``source`` (the
        clean prompt where None), in place of another prompt's values.

        The numbers are those of one whole forward pass for each cell, to 1e-4; most of what such passes
        would repeat is left out. Raises :class:`LabError` where there is no other prompt, where both differ
        in length, and where the model has no such places; ends with what it has when the cell is
        interrupted. The page shows it meanwhile and keeps it.
        """
        if direction not in ("noise", "denoise") or ablate not in (None, "zero", "mean"):
            wrong = f"ablate={ablate!r}" if direction in ("noise", "denoise") else f"direction={direction!r}"
            advice = 'Give direction="noise" or "denoise", or ablate="zero" or "mean".'
            raise OperationError("bad_argument", f"lab.sweep() can't take {wrong}.", None, advice)
        spec = SweepSpec(
            what=what, by_position=by_position, direction=direction, ablate=ablate, source=source
        )
        refuse_inside_a_pass(self._engine.now.bench.held.executor)
        job = start(self._engine, uuid4().hex, spec)
        _wait(job, progress=progress)
        if job.error is not None:
            raise job.error
        return result_of(job)


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
