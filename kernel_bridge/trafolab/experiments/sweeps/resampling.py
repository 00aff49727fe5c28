"""Ablation by seeded draws from a reference set: the mean over the draws, and their spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.operations import Ablate
from trafolab_protocol.prompts import Prompt

from ...averaging import pool_of
from ...core import Core
from ...errors import OperationError
from ...metrics import Measure
from ...operations.means import drawn_places
from ...prompts import CLEAN
from ...storing import rows_of
from ...targets import Place
from ..work import Step, Work
from .batches import Batch, Due
from .recording import Recording
from .sweep import Sweeper, due_among
from .treatments import Donated, refuse_by_key
from .trial import Trial

if TYPE_CHECKING:
    from ...snapshot import Now
    from ...tools import Tools
    from .sweeping import Sweeping


@dataclass(frozen=True)
class Resampling:
    """Values drawn from a reference set, the same positions of it at all places."""

    source: str | None
    """The reference set; the only one where None."""
    draws: int
    seed: int
    _pools: dict[object, tuple[list[Tensor], int]] = field(
        default_factory=dict[object, tuple[list[Tensor], int]], compare=False
    )
    """What is drawn from, by the places that it is of: the same for each of several prompts."""

    def base(self, core: Core) -> Prompt:
        """The clean prompt. Raises :class:`OperationError` where it is not clear what to draw from."""
        self._set(core)
        return core.prompt()

    def donated(
        self, now: Now, tools: Tools, base: Recording, places: Sequence[Place], measure: Measure
    ) -> Donated:
        """The draws, the first of which is the one that acts where it is done by hand."""
        del measure
        refuse_by_key(places)
        name, n = self._set(now.core), len(base.longest.ids)
        key = tuple(place.hook for place in places)
        if key not in self._pools:
            self._pools[key] = pool_of(rows_of(places, name, now.core, tools), places, self.seed)
        pools, size = self._pools[key]
        drawn: list[Mapping[str, Tensor]] = []
        for draw in range(self.draws):
            chosen = drawn_places(self.seed, draw, size)[:n]
            found = zip(places, pools, strict=True)
            drawn.append({place.hook: pool[chosen.to(pool.device)] for place, pool in found})
        sentence = f"{{kind}} ablated (resample) in the {CLEAN} run: mean over {self.draws} draws"
        operation = Ablate(mode="resample", draws=self.draws, seed=self.seed)
        how = f"{self.draws} draws from {name}, n = {size}"
        return Donated(how, sentence, drawn[0], None, operation, name, draws=drawn)

    def _set(self, core: Core) -> str:
        names = [each.name for each in core.references]
        if self.source in names:
            return self.source
        if self.source is None and len(names) == 1:
            return names[0]
        what = "Draws are made from a reference set, and none of that name is there."
        known = f"There are {', '.join(names)}." if names else 'Make one: lab.reference("names", [...]).'
        raise OperationError("no_reference", what, self.source, f'{known} Give source="…".')


@dataclass(eq=False)
class _Resampled:
    """One sweeper for each draw, all over the same cells."""

    sweepers: Sequence[Sweeper]
    work: Work

    def steps(self, trial: Trial) -> Iterator[Step]:
        for step in trial.steps():
            # Of one draw alone: its number is no cell's.
            yield replace(step, compute=partial(_unused, step.compute), cells=())
        self.work.describe(whole=trial.found.why)
        first, *_ = self.sweepers = [replace(each, shortcuts=trial.found) for each in self.sweepers]
        for batch in first.batches():
            cells = [cell.at for cell in batch.cells]
            found: list[Tensor] = []
            yield Step(
                partial(self._mean, batch, found),
                cells,
                passes=len(self.sweepers) * len(first.base.passes),
                settles=False,
            )
            yield Step(partial(_spread, found), cells, "spread", passes=0)

    def _mean(self, batch: Batch, found: list[Tensor]) -> Tensor:
        found[:] = [torch.stack([sweeper.values(batch).cpu() for sweeper in self.sweepers])]
        return found[0].mean(0)


def resampled(sweeping: Sweeping, draws: Sequence[Mapping[str, Tensor]]) -> Work:
    """A sweep whose ``values`` are means over the draws, with their standard deviation, n − 1 in the
    denominator, as ``spread``: no number for a single draw."""
    sweeper = sweeping.sweeper
    due = _due(sweeper, draws)
    work = replace(sweeping, sweeper=replace(sweeper, due=due)).work()
    work.columns["spread"] = 0 * work.columns["values"]
    trial = Trial(replace(sweeper, due=due), sweeping.asked.now.bench)
    work.steps = _Resampled([replace(sweeper, donor=draw, due=due) for draw in draws], work).steps(trial)
    return work


def _due(sweeper: Sweeper, draws: Sequence[Mapping[str, Tensor]]) -> list[Due]:
    """The cells that any draw changes, from the first position on at which one does."""
    first: dict[tuple[int, ...], Due] = {}
    for draw in draws:
        for due in due_among(sweeper.cells, sweeper.base, draw, sweeper.measure):
            known = first.get(due.cell.at, due)
            first[due.cell.at] = due if due.start < known.start else known
    return list(first.values())


def _unused(compute: Callable[[], Tensor]) -> Tensor:
    compute()
    return torch.empty(0)


def _spread(found: Sequence[Tensor]) -> Tensor:
    draws = found[0]
    return draws.std(0) if len(draws) > 1 else torch.full_like(draws[0], float("nan"))
