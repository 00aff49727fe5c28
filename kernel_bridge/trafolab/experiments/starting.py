"""The acts on experiments, from the page and from code: none of them is a step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from trafolab_protocol.actions import (
    ControlExperiment,
    ForgetExperiment,
    RenameExperiment,
    StartExperiment,
)
from trafolab_protocol.experiments import Experiment, ExperimentSpec

from ..code import script
from ..core import Core
from ..errors import PromptError
from ..repairing import with_repair
from .job import Job
from .registry import RECIPES
from .titles import titled

if TYPE_CHECKING:
    from ..engine import Engine

ExperimentAct = StartExperiment | ControlExperiment | RenameExperiment | ForgetExperiment


def carry_out(engine: Engine, action: ExperimentAct) -> None:
    """Listeners are told: only with no lock held. Raises :class:`LabError` where it can't be done."""
    if isinstance(action, StartExperiment):
        start(engine, action.id, action.spec)
    elif isinstance(action, ControlExperiment):
        engine.experiments.control(action.id, action.verb)
    elif isinstance(action, RenameExperiment):
        engine.experiments.rename(action.id, action.name)
    else:
        engine.experiments.forget(action.id)


def start(engine: Engine, id: str, spec: ExperimentSpec) -> Job:
    """Begin an experiment on the laboratory as it is now. Raises :class:`LabError` where that can be told
    to be impossible."""
    recipe, now = RECIPES[spec.experiment], engine.now
    try:
        recipe.check(now, spec)
    except PromptError as error:
        raise with_repair(error, now.core, now.bench) from error
    record = Experiment(
        id=id,
        name=titled(recipe.label(spec), now.core, spec),
        spec=spec,
        code=recipe.line(spec),
        setup=script(_with_its_pairs(now.core, spec), now.bench.held.info, now.findings),
        under=[each.code for each in now.core.interventions if each.enabled],
        created_at=datetime.now(UTC).isoformat(),
    )
    return engine.experiments.start(record, partial(recipe.prepare, engine, now, spec))


def _with_its_pairs(core: Core, spec: ExperimentSpec) -> Core:
    """A set of pairs is a file, which a notebook that has nothing to do with it can do without."""
    metric = core.metric
    needed = {getattr(spec, "over", None)} | (set() if metric is None else {metric.pairs, metric.minus})
    return replace(core, pairs=tuple(each for each in core.pairs if each.name in needed))
