"""An attribution, prepared: a gradient estimates all cells at once, and some of them are then patched."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.experiments import AttributionSpec, Estimated, SweepSpec

from .attributed import Attribution
from .attribution import estimates
from .batches import Due
from .metric_gradients import metric_gradients
from .progress import ESTIMATED
from .ranks import rank_correlation
from .recipe import Recipe
from .recording import first_of
from .slopes import refuse_without_slope
from .sweeping import Sweeping, check, sweeping
from .sweeps import SWEEP
from .work import Step, Work

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now


def _check(now: Now, spec: AttributionSpec) -> None:
    check(now, _patches(spec))
    refuse_without_slope(now.core.metric)


def _prepare(engine: Engine, now: Now, spec: AttributionSpec) -> Work:
    return _Attributing(sweeping(engine, now, _patches(spec)), spec).work()


def _patches(spec: AttributionSpec) -> SweepSpec:
    """What is estimated."""
    return SweepSpec(
        what=spec.what, by_position=spec.by_position, direction=spec.direction, source=spec.source
    )


@dataclass(eq=False)
class _Attributing:
    sweep: Sweeping
    spec: AttributionSpec

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
        acting = " under the interventions in force" if self.sweep.sweeper.base.passes[0].plan else ""
        return f"the {self.sweep.asked.base.name} run{acting}"

    def _steps(self, work: Work) -> Iterator[Step]:
        due = self.sweep.sweeper.due
        cells = [each.cell.at for each in due]
        yield Step(self._estimated, cells, "estimate", settles=False)
        estimated = work.columns["estimate"]
        chosen, found = self._chosen(estimated)
        work.describe(estimated=found)
        for each in due:
            if each not in chosen:
                work.progress[each.cell.at] = ESTIMATED
        sweeper = replace(self.sweep.sweeper, due=chosen)
        for step in replace(self.sweep, sweeper=sweeper).steps(work) if chosen else ():
            yield step
            work.describe(estimated=_correlated(found, estimated, work.columns["values"]))

    def _estimated(self) -> Tensor:
        """The metric [cell] under each cell's patch, as the gradient has it."""
        sweeper = self.sweep.sweeper
        cells = [each.cell for each in sweeper.due]
        every = [part.place for cell in cells for part in cell.parts]
        places = {place.hook: replace(place, axis=None, index=None) for place in every}
        slopes = metric_gradients(sweeper, self.sweep.asked.metric, [*places.values()])
        n, found = sweeper.n_tokens, sweeper.base.passes[0].activations
        base = {hook: first_of(found[hook], place, n) for hook, place in places.items()}
        return self.sweep.baseline + estimates(cells, base, sweeper.donor, slopes)

    def _chosen(self, estimated: Tensor) -> tuple[list[Due], Estimated]:
        """The cells to be patched: the largest estimates, and others drawn from all that differ."""
        due, spec = self.sweep.sweeper.due, self.spec
        sizes = [abs(float(estimated[each.cell.at]) - self.sweep.baseline) for each in due]
        top = sorted(range(len(due)), key=lambda i: -sizes[i])[: spec.verify]
        drawn = random.Random(spec.seed).sample(range(len(due)), min(spec.sample, len(due)))
        flat = [_flat(each.cell.at, estimated) for each in due]
        found = Estimated(gradient=self._run, top=[flat[i] for i in top], sample=[flat[i] for i in drawn])
        wanted = {*top, *drawn}
        return [each for i, each in enumerate(due) if i in wanted], found


def _correlated(found: Estimated, estimated: Tensor, values: Tensor) -> Estimated:
    def correlation(cells: Sequence[int]) -> float | None:
        pairs = [(float(estimated.flatten()[i]), float(values.flatten()[i])) for i in cells]
        true = [pair for pair in pairs if pair[1] == pair[1]]
        return rank_correlation([ours for ours, _ in true], [theirs for _, theirs in true])

    both = list(dict.fromkeys([*found.top, *found.sample]))
    return found.model_copy(
        update={"rank_correlation": correlation(both), "rank_correlation_sample": correlation(found.sample)}
    )


def _flat(at: tuple[int, ...], like: Tensor) -> int:
    """The number of a cell in C order."""
    number = 0
    for index, length in zip(at, like.shape, strict=True):
        number = number * length + index
    return number


def _label(spec: AttributionSpec) -> str:
    return f"{SWEEP.label(_patches(spec))}, estimated"


def _line(spec: AttributionSpec) -> str:
    line = SWEEP.line(_patches(spec)).replace("lab.sweep(", "lab.attribution(").removesuffix(")")
    fields = AttributionSpec.model_fields
    changed = [
        f", {name}={getattr(spec, name)}"
        for name in ("verify", "sample", "seed")
        if getattr(spec, name) != fields[name].default
    ]
    return f"{line}{''.join(changed)})"


ATTRIBUTION = Recipe(_label, _line, _check, _prepare, Attribution)
