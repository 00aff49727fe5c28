"""A sweep, prepared: what is put in where, and the steps to its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import torch
from trafolab_protocol.experiments import Application, ExperimentInfo, SweepSpec
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from ..errors import LabError, MetricError, OperationError
from ..literals import quoted
from ..metrics import label, values_of_few
from ..resuming import Recorded
from ..targets import Place
from .kinds import Cell, Kind, cells_of, kind_of, n_heads
from .memory import most_tokens
from .recipe import Recipe
from .shortcuts import shortcuts_of
from .sweep import Sweeper, due_among, readout_of
from .treatments import Donated, treatment_of
from .trial import Trial
from .work import Step, Work, begun, settled

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where a sweep can't be made, without a pass."""
    _Asked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> Work:
    """A sweep of the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    return sweeping(engine, now, spec).work()


def sweeping(engine: Engine, now: Now, spec: SweepSpec, also: Sequence[Place] = ()) -> Sweeping:
    """The same with its parts, for what computes more or fewer of the cells. ``also``: recorded too."""
    asked = _Asked(now, spec)
    places = list(
        {each.hook: _whole(each) for each in [*(cell.place for cell in asked.cells), *also]}.values()
    )
    recorded = _recorded(now, asked.base, places, asked.metric)
    donated = treatment_of(spec).donated(now, engine.tools(now), recorded, places, asked.metric)
    sweeper = _sweeper(now, recorded, donated, asked.metric, asked.cells)
    return Sweeping(engine, asked, donated, sweeper)


class _Asked:
    """What a specification means here."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        self.now, self.kind = now, kind_of(spec.what)
        self.by_position = self.kind.by_position if spec.by_position is None else spec.by_position
        self.base = treatment_of(spec).base(now.core)
        if now.core.metric is None:
            raise MetricError("no_metric", now.core.metric_problem or "There is no metric.", None)
        self.metric = now.core.metric
        self.cells = _cells(now, self.kind, len(self.base.tokens), self.by_position)

    @property
    def axes(self) -> dict[str, list[str]]:
        """The labels along each axis."""
        catalogue = self.now.bench.held.catalogue
        axes = {"layer": [str(layer.index) for layer in catalogue.structure.layers]}
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
        if self.by_position:
            axes["pos"] = [f"{i} {token.text}" for i, token in enumerate(self.base.tokens)]
        return axes


@dataclass(eq=False)
class Sweeping:
    """A sweep whose two runs are recorded."""

    engine: Engine
    asked: _Asked
    donated: Donated
    sweeper: Sweeper

    def work(self) -> Work:
        """With nothing computed yet but the cells that change nothing."""
        axes = self.asked.axes
        shape = [len(labels) for labels in axes.values()]
        every, due = [cell.at for cell in self.sweeper.cells], {each.cell.at for each in self.sweeper.due}
        values, progress = torch.full(shape, float("nan")), begun(shape, every)
        settled(progress, values, [at for at in every if at not in due], self.baseline)
        work = Work(self._info(), axes, {"values": values}, progress, iter(()), self._application())
        work.guard = self._guard
        work.steps = self.steps(work)
        return work

    @property
    def baseline(self) -> float:
        """The metric of the run that values are put into."""
        return float(values_of_few(self.sweeper.metric, self.sweeper.base.logits))

    def _info(self) -> ExperimentInfo:
        now, base, sweeper = self.asked.now, self.asked.base, self.sweeper
        return ExperimentInfo(
            sentence=self.donated.sentence.format(kind=self.asked.kind.name),
            metric=label(sweeper.metric),
            base=base.name,
            donor=self.donated.name,
            baseline=self.baseline,
            other=self.donated.other,
            stamp=now.bench.stamp(base.name, "live" if now.plan else "plain", now.conditions.weights),
            n_cells=len(sweeper.cells),
            n_passes=0,
            n_equal=len(sweeper.cells) - len(sweeper.due),
            whole=sweeper.shortcuts.why,
        )

    def _application(self) -> Application:
        donated, targets = self.donated, dict[tuple[int, ...], str]()
        for cell in self.sweeper.cells:
            targets[cell.at if cell.position is None else cell.at[:-1]] = cell.target
        shape = [max(at[axis] for at in targets) + 1 for axis in range(len(next(iter(targets))))]
        named = [targets.get(place, "") for place in product(*map(range, shape))]
        return Application(
            operation=donated.operation, source=donated.source, targets=named, reason=donated.by_code_only
        )

    def steps(self, work: Work) -> Iterator[Step]:
        """To the cells that a pass is needed for."""
        trial = Trial(self.sweeper, self.asked.now.bench)
        yield from trial.steps()
        sweeper = replace(self.sweeper, shortcuts=trial.found)
        work.describe(whole=trial.found.why)
        for batch in sweeper.batches():
            yield Step(partial(sweeper.values, batch), [cell.at for cell in batch.cells])

    def _guard(self) -> None:
        """Weights that were found changed may have been so before the sweep began: then the baseline is
        the same."""
        engine, asked = self.engine, self.asked
        current = engine.now
        if current.bench is asked.now.bench and current.conditions == asked.now.conditions:
            return
        if current.bench is asked.now.bench and self._is_as_recorded():
            asked.now = replace(asked.now, conditions=current.conditions)
            return
        what = "The model changed while this was under way, so that its numbers would not belong together."
        raise LabError("model_changed", what, None, "Start it again.")

    def _is_as_recorded(self) -> bool:
        before, asked = self.sweeper.base, self.asked
        again = _recorded(asked.now, asked.base, [], asked.metric)
        return torch.allclose(before.logits, again.logits, rtol=1e-6, atol=1e-6, equal_nan=True)


def _cells(now: Now, kind: Kind, n_tokens: int, by_position: bool) -> list[Cell]:
    held = now.bench.held
    found = cells_of(kind, held.catalogue, n_tokens, by_position=by_position)
    cells = [replace(cell, place=held.at_canonical(cell.place)) for cell in found]
    reason = held.without_effect(cells[0].place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{kind.name} can't be patched: {reason}", kind.name)
    return cells


def _recorded(now: Now, base: Prompt, places: list[Place], metric: Metric) -> Recorded:
    hooks, readout = [place.hook for place in places], readout_of(metric, len(base.tokens))
    try:
        return now.bench.record(base, now.plan, hooks, readout, cached=True)
    except LabError:
        # Not every model takes a cache; what else may be wrong shows without one too.
        return now.bench.record(base, now.plan, hooks, readout, cached=False)


def _sweeper(now: Now, base: Recorded, donated: Donated, metric: Metric, cells: list[Cell]) -> Sweeper:
    held = now.bench.held
    acting = [each for each in now.core.interventions if each.id in now.plan.keys]
    shortcuts = shortcuts_of(held, base, acting)
    most = most_tokens(held.info.structure, held.shadow.model, len(base.ids))
    due = due_among(cells, base, donated.activations, metric)
    return Sweeper(held.aside, base, donated.activations, metric, cells, due, most, shortcuts)


def _whole(place: Place) -> Place:
    """All that a hook point has."""
    return Place(place.hook, position_axis=place.position_axis)


def _label(spec: SweepSpec) -> str:
    kind = kind_of(spec.what)
    by_position = kind.by_position if spec.by_position is None else spec.by_position
    how = "" if spec.ablate is None else f", {spec.ablate} ablated"
    where = " by position" if by_position and "head" in kind.axes else ""
    return f"{kind.label}{where}{how}"


def _line(spec: SweepSpec) -> str:
    arguments = [quoted(spec.what)]
    if spec.by_position is not None:
        arguments.append(f"by_position={spec.by_position}")
    if spec.ablate is not None:
        arguments.append(f"ablate={quoted(spec.ablate)}")
    elif spec.direction != "noise":
        arguments.append(f"direction={quoted(spec.direction)}")
    if spec.source is not None:
        arguments.append(f"source={quoted(spec.source)}")
    return f"lab.sweep({', '.join(arguments)})"


SWEEP = Recipe(_label, _line, check, prepare)
