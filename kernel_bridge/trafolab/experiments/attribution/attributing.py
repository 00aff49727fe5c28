"""An attribution, prepared: a gradient estimates all cells at once, and some of them are then patched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.experiments import AttributionSpec, SweepSpec

from ...targets import Place
from ..progress import ESTIMATED
from ..recipe import Recipe
from ..sweeps.recording import first_of
from ..sweeps.sweeping import Sweeping, check, sweeping
from ..sweeps.sweeps import SWEEP
from ..work import Step, Work
from .attributed import Attribution
from .attribution import estimates
from .metric_gradients import metric_gradients
from .paired_attribution import PairAttribution
from .slopes import refuse_without_slope
from .trust import compared, number_of, picked

if TYPE_CHECKING:
    from ...engine import Engine
    from ...interventions.plan import Plan
    from ...models.held import Held
    from ...snapshot import Now


def _check(now: Now, spec: AttributionSpec) -> None:
    check(now, patches(spec))
    refuse_without_slope(now.core.metric)


def _prepare(engine: Engine, now: Now, spec: AttributionSpec) -> Work:
    start = entering(now.bench.held)
    return _Attributing(sweeping(engine, now, patches(spec), [start]), spec, start).work()


def entering(held: Held) -> Place:
    """The stream as it enters the first block: from there one run is moved towards another."""
    catalogue = held.catalogue
    return held.at_canonical(catalogue.place(catalogue.find("resid_pre.0")[0]))


def patches(spec: AttributionSpec) -> SweepSpec:
    """What is estimated."""
    return SweepSpec(
        what=spec.what,
        by_position=spec.by_position,
        direction=spec.direction,
        source=spec.source,
        over=spec.over,
        by=spec.by,
    )


@dataclass(eq=False)
class _Attributing:
    sweep: Sweeping
    spec: AttributionSpec
    start: Place

    def work(self) -> Work:
        """With nothing estimated yet but the cells that change nothing."""
        work = self.sweep.work()
        work.columns["estimate"] = work.columns["values"].clone()
        sentence = f"{work.info.sentence}, estimated by the gradient at {self._run}"
        work.describe(sentence=sentence)
        work.steps = self._steps(work)
        return work

    @property
    def _run(self) -> str:
        sweep, plan = self.sweep, self.sweep.sweeper.base.passes[0].plan
        return where_taken(sweep.asked.base.name, sweep.donated.name, self.spec.steps, plan)

    def _steps(self, work: Work) -> Iterator[Step]:
        due = self.sweep.sweeper.due
        cells = [each.cell.at for each in due]
        passes = self.spec.steps * len(self.sweep.sweeper.base.passes)
        yield Step(self._estimated, cells, "estimate", passes, settles=False)
        estimated = work.columns["estimate"]
        found = picked(cells, estimated, self.sweep.baseline, self.spec, self._run)
        work.describe(estimated=found)
        wanted = {*found.top, *found.sample}
        chosen = [each for each in due if number_of(each.cell.at, estimated.shape) in wanted]
        for cell in {*cells} - {each.cell.at for each in chosen}:
            work.progress[cell] = ESTIMATED
        sweeper = replace(self.sweep.sweeper, due=chosen)
        for step in replace(self.sweep, sweeper=sweeper).steps(work) if chosen else ():
            yield step
            work.describe(estimated=compared(found, estimated, work.columns["values"], self.sweep.baseline))

    def _estimated(self) -> Tensor:
        """The metric [cell] under each cell's patch, as the gradient has it."""
        sweeper = self.sweep.sweeper
        cells = [each.cell for each in sweeper.due]
        every = [part.place for cell in cells for part in cell.parts]
        places = {place.hook: replace(place, axis=None, index=None) for place in every}
        slopes = metric_gradients(
            sweeper, self.sweep.asked.metric, [*places.values()], self.start, self.spec.steps
        )
        n, found = sweeper.n_tokens, sweeper.base.passes[0].activations
        base = {hook: first_of(found[hook], place, n) for hook, place in places.items()}
        return self.sweep.baseline + estimates(cells, base, sweeper.donor, slopes)


def where_taken(base: str, donor: str, steps: int, plan: Plan) -> str:
    """The run that a gradient is of, in words."""
    acting = " under the interventions in force" if plan else ""
    if steps == 1:
        return f"the {base} run{acting}"
    return f"{steps} points from the {base} to the {donor} run{acting}"


def _label(spec: AttributionSpec) -> str:
    return f"{SWEEP.label(patches(spec))}, estimated"


def _line(spec: AttributionSpec) -> str:
    line = SWEEP.line(patches(spec)).replace("lab.sweep(", "lab.attribution(").removesuffix(")")
    fields = AttributionSpec.model_fields
    changed = [
        f", {name}={getattr(spec, name)}"
        for name in ("verify", "sample", "seed", "steps")
        if getattr(spec, name) != fields[name].default
    ]
    return f"{line}{''.join(changed)})"


ATTRIBUTION = Recipe(_label, _line, _check, _prepare, Attribution, PairAttribution)
