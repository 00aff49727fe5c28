"""A sweep, prepared: what is put in where, and the steps to its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import isfinite
from typing import TYPE_CHECKING, Protocol

import torch
from trafolab_protocol.experiments import Application, ExperimentInfo, SweepSpec
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from ..errors import LabError, MetricError, OperationError
from ..literals import one_or_list, quoted
from ..metrics import Measure
from ..metrics import label as metric_label
from ..targets import Place
from .batches import Batch
from .kinds import Cell, Kind, cells_of, kind_of, n_heads
from .memory import most_tokens
from .narrowing import narrowed
from .recording import Recording, recorded
from .resampling import Resampling, resampled
from .shortcuts import shortcuts_of
from .sweep import Sweeper, due_among
from .treatments import Ablating, Donated, Patching, Treatment
from .trial import Trial
from .work import Step, Work, begun, settled

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now


_MANY = 8
"""Passes from which on one more costs next to nothing."""
_FEW = 4


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where a sweep can't be made, without a pass."""
    _Asked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> Work:
    """A sweep of the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    found = sweeping(engine, now, spec)
    return resampled(found, found.donated.draws) if found.donated.draws else found.work()


def sweeping(engine: Engine, now: Now, spec: SweepSpec, also: Sequence[Place] = ()) -> Sweeping:
    """The same with its parts, for what computes more or fewer of the cells. ``also``: recorded too."""
    asked = _Asked(now, spec)
    places = list({place.hook: place for place in [*whole_places(asked.cells), *also]}.values())
    base = record_of(now, asked.base, places, asked.measure)
    donated = treatment_of(spec).donated(now, engine.tools(now), base, places, asked.measure)
    sweeper = sweeper_of(now, base, donated, asked.measure, asked.cells)
    return Sweeping(engine, asked, donated, sweeper)


class _Asked:
    """What a specification means here."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        self.now, self.kind = now, kind_of(spec.what)
        if self.kind.ranked:
            what = (
                f"A sweep over {self.kind.name}s estimates them all by a gradient, and patches the largest."
            )
            raise OperationError("ranked", what, self.kind.name, f'lab.sweep("{self.kind.name}") does so.')
        self.by_position = _by_position(self.kind, spec)
        self.base = treatment_of(spec).base(now.core)
        self.metric, self.measure = measured_in(now, self.base)
        self.cells, self.axes = _cells(now, self.kind, len(self.base.tokens), self.by_position), self._axes()
        if spec.only:
            self.axes, self.cells = narrowed(self.axes, self.cells, now.bench.held.catalogue, spec.only)
        self.words, self.by_code_only = self.kind.name, self.kind.by_code_only

    def _axes(self) -> dict[str, list[str]]:
        catalogue = self.now.bench.held.catalogue
        axes: dict[str, list[str]] = {}
        if "place" in self.kind.axes:
            axes["place"] = [self.kind.name]
        if "layer" in self.kind.axes:
            axes["layer"] = [str(layer.index) for layer in catalogue.structure.layers]
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
        if self.kind.by_key:
            return axes | {"dst": labels_of(self.base), "src": labels_of(self.base)}
        if self.by_position:
            axes["pos"] = labels_of(self.base)
        return axes


class Asked(Protocol):
    """What a specification means in a laboratory."""

    now: Now
    base: Prompt
    metric: Metric
    measure: Measure
    words: str
    """What is changed."""
    axes: dict[str, list[str]]
    """The labels along each axis."""
    by_code_only: str | None
    """Why the change of a cell can't be made by hand, where it can't."""


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
        work.guard = self._guard
        work.steps = self.steps(work)
        return work

    @property
    def baseline(self) -> float:
        """The metric of the run that values are put into."""
        return self.sweeper.baseline

    @property
    def _metric(self) -> str:
        return metric_label(self.asked.metric, kl=(self.asked.base.name, "changed"))

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
            n_cells=len(sweeper.cells),
            n_passes=0,
            n_equal=len(sweeper.cells) - len(sweeper.due),
            whole=sweeper.shortcuts.why,
        )

    def _application(self) -> Application:
        donated, targets = self.donated, dict[tuple[int, ...], str]()
        for cell in self.sweeper.cells:
            by_position = cell.position is not None and cell.key is None
            targets[cell.at[:-1] if by_position else cell.at] = cell.target
        shape = [max(at[axis] for at in targets) + 1 for axis in range(len(next(iter(targets))))]
        reason = donated.by_code_only or self.asked.by_code_only
        named = [targets.get(place, "") for place in product(*map(range, shape))]
        return Application(operation=donated.operation, source=donated.source, targets=named, reason=reason)

    def steps(self, work: Work) -> Iterator[Step]:
        """To the cells that a pass is needed for."""
        trial = Trial(self.sweeper, self.asked.now.bench)
        yield from trial.steps()
        sweeper = replace(self.sweeper, shortcuts=trial.found)
        work.describe(whole=trial.found.why)
        for batch in _soon(sweeper.batches()):
            cells, passes = [cell.at for cell in batch.cells], len(sweeper.base.passes)
            yield Step(partial(sweeper.values, batch), cells, passes=passes)

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
        again = record_of(asked.now, asked.base, [], asked.measure)
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


def _cells(now: Now, kind: Kind, n_tokens: int, by_position: bool) -> list[Cell]:
    held = now.bench.held
    found = cells_of(kind, held.catalogue, n_tokens, by_position=by_position)
    cells = [cell.known_by(held.at_canonical) for cell in found]
    reason = held.without_effect(cells[0].place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{kind.name} can't be patched: {reason}", kind.name)
    return cells


def treatment_of(spec: SweepSpec) -> Treatment:
    """What a sweep does at each place."""
    if spec.ablate is None:
        return Patching(spec.direction, spec.source)
    if spec.ablate == "resample":
        return Resampling(spec.source, spec.draws, spec.seed)
    return Ablating(spec.ablate, spec.source)


def _by_position(kind: Kind, spec: SweepSpec) -> bool:
    if kind.by_key and spec.by_position is False:
        what = "Entries of a pattern are at positions."
        raise OperationError("bad_argument", what, kind.name, 'Sweep over "pattern" for whole patterns.')
    return kind.by_position if spec.by_position is None else spec.by_position


def measured_in(now: Now, base: Prompt) -> tuple[Metric, Measure]:
    """The laboratory's metric, made ready for the prompt whose run is changed. Raises
    :class:`MetricError` where there is none."""
    metric = now.core.metric
    if metric is None:
        raise MetricError("no_metric", now.core.metric_problem or "There is no metric.", None)
    return metric, now.bench.measure(metric, base)


def record_of(now: Now, base: Prompt, places: list[Place], measure: Measure) -> Recording:
    """The run that is changed, as it is."""
    try:
        return recorded(now.bench, base, now.plan, places, measure, cached=True)
    except LabError:
        # Not every model takes a cache; what else may be wrong shows without one too.
        return recorded(now.bench, base, now.plan, places, measure, cached=False)


def sweeper_of(now: Now, base: Recording, donated: Donated, measure: Measure, cells: list[Cell]) -> Sweeper:
    """What computes the cells, with the shortcuts that seem to hold."""
    held = now.bench.held
    acting = [each for each in now.core.interventions if each.id in now.plan.keys]
    shortcuts = shortcuts_of(held, base.passes[0], acting)
    n_tokens = len(base.longest.ids)
    most = most_tokens(held.info.structure, held.shadow.model, n_tokens, measure.unembedded / n_tokens)
    due = due_among(cells, base, donated.activations, measure)
    return Sweeper(held.aside, base, donated.activations, measure, cells, due, most, shortcuts)


def labels_of(prompt: Prompt) -> list[str]:
    """Its positions, each with its token."""
    return [f"{i} {token.text}" for i, token in enumerate(prompt.tokens)]


def whole_places(cells: Iterable[Cell]) -> list[Place]:
    """The hook points of cells, with all that they have."""
    found = {part.place.hook: part.place for cell in cells for part in cell.parts}
    return [Place(hook, position_axis=place.position_axis) for hook, place in found.items()]


def label(spec: SweepSpec) -> str:
    """What a sweep is called."""
    kind = kind_of(spec.what)
    by_position = _by_position(kind, spec) and not kind.by_key
    how = f", the {spec.top} largest" if kind.ranked else ""
    how += "" if spec.ablate is None else f", {spec.ablate} ablated"
    where = " by position" if by_position and "head" in kind.axes else ""
    which = f" of {', '.join(spec.only)}" if spec.only else ""
    both = ", both directions" if spec.direction == "both" and spec.ablate is None else ""
    return f"{kind.label}{which}{where}{how}{both}"


def line(spec: SweepSpec) -> str:
    """The line of Python that starts it."""
    arguments = [quoted(spec.what)]
    if spec.by_position is not None:
        arguments.append(f"by_position={spec.by_position}")
    if spec.ablate is not None:
        arguments.append(f"ablate={quoted(spec.ablate)}")
    elif spec.direction != "noise":
        arguments.append(f"direction={quoted(spec.direction)}")
    if spec.source is not None:
        arguments.append(f"source={quoted(spec.source)}")
    if spec.only:
        arguments.append(f"only={one_or_list(spec.only)}")
    named = ["draws", "seed"] if spec.ablate == "resample" else []
    named += ["top"] if kind_of(spec.what).ranked else []
    usual = SweepSpec.model_fields
    changed = [name for name in named if getattr(spec, name) != usual[name].default]
    arguments += [f"{name}={getattr(spec, name)}" for name in changed]
    return f"lab.sweep({', '.join(arguments)})"
