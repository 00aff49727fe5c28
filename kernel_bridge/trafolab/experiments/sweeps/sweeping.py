"""A sweep, prepared: what is put in where, and the steps to its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import isfinite
from typing import TYPE_CHECKING

import torch
from trafolab_protocol.experiments import Application, ExperimentInfo, SweepSpec
from trafolab_protocol.prompts import Prompt

from ...errors import LabError, MetricError
from ...metrics import Measure
from ...metrics import label as metric_label
from ...targets import Place
from ..guarding import refuse_changed
from ..memory import most_tokens
from ..work import Step, Work, begun, settled
from .asked import Asked, SweepAsked, treatment_of, whole_places
from .batches import Batch
from .kinds import Cell
from .recording import Recording, recorded
from .resampling import resampled
from .shortcuts import shortcuts_of
from .sweep import Sweeper, due_among
from .treatments import Donated, Treatment
from .trial import Trial

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


_MANY = 8
"""Passes from which on one more costs next to nothing."""
_FEW = 4


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where a sweep can't be made, without a pass."""
    SweepAsked(now, spec)


def prepare(
    engine: Engine,
    now: Now,
    spec: SweepSpec,
    *,
    among: Collection[int] | None = None,
    treatment: Treatment | None = None,
) -> Work:
    """A sweep of the laboratory as it was then. ``among``: of positions these alone; ``treatment``: what is
    done at each place, where one serves for several sweeps. Raises :class:`LabError` where it can't be made.
    """
    found = sweeping(engine, now, spec, among=among, treatment=treatment)
    return resampled(found, found.donated.draws) if found.donated.draws else found.work()


def sweeping(
    engine: Engine,
    now: Now,
    spec: SweepSpec,
    also: Sequence[Place] = (),
    *,
    among: Collection[int] | None = None,
    treatment: Treatment | None = None,
) -> Sweeping:
    """The same with its parts, for what computes more or fewer of the cells. ``also``: recorded too."""
    asked = SweepAsked(now, spec, among)
    places = list({place.hook: place for place in [*whole_places(asked.cells), *also]}.values())
    base = record_of(now, asked.base, places, asked.measure)
    treatment = treatment or treatment_of(spec)
    donated = treatment.donated(now, engine.tools(now), base, places, asked.measure)
    sweeper = sweeper_of(now, base, donated, asked.measure, asked.cells)
    return Sweeping(engine, asked, donated, sweeper)


@dataclass(eq=False)
class Sweeping:
    """A sweep whose two runs are recorded: what makes a work out of a sweeper."""

    engine: Engine
    asked: Asked
    donated: Donated
    sweeper: Sweeper

    def work(self) -> Work:
        """With nothing computed yet but the cells that change nothing. Raises :class:`MetricError` where
        the metric is no finite number before anything is changed."""
        if not isfinite(self.baseline):
            what = f"{self._metric} is not a finite number in the {self.asked.base.name} run."
            raise MetricError("no_number", what, self._metric, "Choose another metric.")
        axes = self.asked.axes
        shape = [len(labels) for labels in axes.values()]
        every, due = [cell.at for cell in self.sweeper.cells], {each.cell.at for each in self.sweeper.due}
        values, progress = torch.full(shape, float("nan")), begun(shape, every)
        settled(progress, values, [at for at in every if at not in due], self.baseline)
        work = Work(self._info(), axes, {"values": values}, progress, iter(()), self._application())
        work.guard = partial(refuse_changed, self.engine, self.asked, self._is_as_recorded)
        work.steps = self.steps(work)
        return work

    @property
    def baseline(self) -> float:
        """The metric of the run that values are put into."""
        return self.sweeper.baseline

    @property
    def _metric(self) -> str:
        return metric_label(self.asked.metric, kl=(self.asked.base.name, "changed")).strip()

    def _info(self) -> ExperimentInfo:
        now, base, sweeper = self.asked.now, self.asked.base, self.sweeper
        return ExperimentInfo(
            sentence=self.donated.sentence.format(kind=self.asked.words),
            metric=self._metric,
            base=base.name,
            donor=self.donated.name,
            baseline=self.baseline,
            other=self.donated.other,
            stamp=now.bench.stamp(base.name, "live" if now.plan else "plain", now.conditions.weights),
            prompts=[base, *([] if self.donated.prompt is None else [self.donated.prompt])],
            n_cells=len(sweeper.cells),
            n_passes=0,
            n_equal=len(sweeper.cells) - len(sweeper.due),
            whole=sweeper.shortcuts.why,
        )

    def _application(self) -> Application:
        cells = {cell.at[: len(cell.at) - cell.n_positions]: cell for cell in self.sweeper.cells}
        shape = [max(at[axis] for at in cells) + 1 for axis in range(len(next(iter(cells))))]
        each = [cells.get(place) for place in product(*map(range, shape))]
        second = ["" if cell is None else cell.second for cell in each]
        return Application(
            operation=self.donated.operation,
            base=self.asked.base.name,
            source=self.donated.source,
            targets=["" if cell is None else cell.target for cell in each],
            also=second if any(second) else [],
            reason=self.asked.by_code_only,
        )

    def steps(self, work: Work) -> Iterator[Step]:
        """To the cells that a pass is needed for."""
        trial = Trial(self.sweeper, self.asked.now.bench)
        yield from trial.steps()
        sweeper = replace(self.sweeper, shortcuts=trial.found)
        work.describe(whole=trial.found.why)
        for batch in _soon(sweeper.batches()):
            cells, passes = [cell.at for cell in batch.cells], len(sweeper.base.passes)
            yield Step(partial(sweeper.values, batch), cells, passes=passes)

    def _is_as_recorded(self) -> bool:
        before, asked = self.sweeper.base, self.asked
        again = record_of(asked.now, asked.base, [], asked.measure, anew=True)
        return all(
            torch.allclose(earlier, later, rtol=1e-6, atol=1e-6, equal_nan=True)
            for earlier, later in zip(before.found, again.found, strict=True)
        )


def _soon(batches: list[Batch]) -> list[Batch]:
    """A long list begins with few cells of a late layer, which are there at once."""
    if len(batches) < _MANY:
        return batches
    late = max(batches, key=lambda batch: batch.cells[-1].layer)
    few, more = Batch(late.start, late.cells[-_FEW:]), Batch(late.start, late.cells[:-_FEW])
    others = [more if batch is late else batch for batch in batches]
    return [few, *(batch for batch in others if batch.cells)]


def record_of(
    now: Now, base: Prompt, places: list[Place], measure: Measure, *, anew: bool = False
) -> Recording:
    """The run that is changed, as it is."""
    record = partial(recorded, now.bench, base, now.plan, places, measure, None if anew else now.conditions)
    try:
        return record(cached=True)
    except LabError:
        # Not every model takes a cache; what else may be wrong shows without one too.
        return record(cached=False)


def sweeper_of(now: Now, base: Recording, donated: Donated, measure: Measure, cells: list[Cell]) -> Sweeper:
    """What computes the cells, with the shortcuts that seem to hold."""
    held = now.bench.held
    acting = [each for each in now.core.interventions if each.id in now.plan.keys]
    shortcuts = shortcuts_of(held, base.passes[0], acting)
    n_tokens = len(base.longest.ids)
    most = most_tokens(held.info.structure, held.shadow.model, n_tokens, measure.unembedded / n_tokens)
    due = due_among(cells, base, donated.activations, measure)
    return Sweeper(held.aside, base, donated.activations, measure, cells, due, most, shortcuts)
