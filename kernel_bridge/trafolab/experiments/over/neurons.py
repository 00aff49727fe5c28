"""A sweep over pairs of the neurons that matter most by the mean of each pair's gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import SweepSpec

from ...errors import OperationError
from ...targets import Place
from ..attribution.slopes import refuse_without_slope
from ..sweeps.asked import whole_places
from ..sweeps.kinds import Cell
from ..sweeps.neurons import neuron_layers
from ..work import Step
from .asked import Asked
from .estimated import EstimatedAverages
from .groups import Group
from .putting import putting_of
from .recipe import PairSweeping
from .sloping import TOKENS_AT_ONCE, RunningMean, Sloped, in_columns, sloped
from .subject import refuse_several

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where neurons can't be swept over, without a pass."""
    NeuronsAsked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> EstimatedAverages:
    """A sweep of the laboratory as it was then, over the neurons with the largest mean of the estimates, all
    its columns together. Raises :class:`LabError` where it can't be made."""
    asked = NeuronsAsked(now, spec)
    return _Sweeping(PairSweeping(engine, asked, putting_of(asked, engine.tools(now))), asked).work()


class NeuronsAsked(Asked):
    """What such a sweep means here. Which neurons its cells are is known when they are chosen."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        _refuse(spec)
        self.layers = neuron_layers(now, spec.only)
        self.settled = False
        """Whether others can't be chosen any more."""
        super().__init__(now, spec)
        refuse_several(self)
        refuse_without_slope(self.metric)

    @property
    def every_place(self) -> list[Place]:
        """All neurons of each layer."""
        return [layer.place for layer in self.layers]

    @property
    def places(self) -> list[Place]:
        """The hook points of the neurons that are chosen, or until then of all."""
        return whole_places(self.cells) if self.settled else self.every_place

    def choose(self, effects: Sequence[Tensor]) -> list[tuple[int, int]]:
        """Take the neurons with the largest ``effects`` [neuron], which are those of each layer; gives the
        number of the layer among all that have neurons, and that of the neuron, the largest first."""
        wanted = [effect[list(layer.wanted)] for effect, layer in zip(effects, self.layers, strict=True)]
        names = [(i, neuron) for i, layer in enumerate(self.layers) for neuron in layer.wanted]
        order = torch.cat(wanted).abs().topk(len(self.cells)).indices.tolist()
        chosen = [names[i] for i in order]
        self.cells = [self._cell(row, *each) for row, each in enumerate(chosen)]
        self._inner = {"neuron": [cell.target for cell in self.cells]}
        return chosen

    def _cell(self, row: int, number: int, neuron: int) -> Cell:
        layer = self.layers[number]
        place = replace(layer.place, axis=2, index=neuron)
        return Cell((row,), layer.index, place, None, f"mlp.{layer.index}.n{neuron}")

    def _cells(self) -> tuple[dict[str, list[str]], list[Cell]]:
        """As many as there will be, without a name yet."""
        n = min(self.spec.top, sum(len(layer.wanted) for layer in self.layers))
        first = self.layers[0]
        cells = [Cell((row,), first.index, first.place, None) for row in range(n)]
        return {"neuron": [f"#{row + 1}" for row in range(n)]}, cells


def _refuse(spec: SweepSpec) -> None:
    """Raises :class:`OperationError` for what chooses neurons anew for each pair, or several times."""
    wrong = "ablate" if spec.ablate == "resample" else "direction" if spec.direction == "both" else None
    if wrong is not None:
        what = f"A sweep of neurons over pairs can't take {wrong}={getattr(spec, wrong)!r}."
        advice = 'Give direction="noise" or "denoise", or ablate="zero" or "mean".'
        raise OperationError("bad_argument", what, spec.over, advice)


@dataclass(eq=False)
class _Sweeping:
    sweeping: PairSweeping
    asked: NeuronsAsked
    _latest: Sloped | None = field(default=None, init=False)
    """Of the group whose gradient was taken last."""

    def work(self) -> EstimatedAverages:
        """With no neuron chosen yet."""
        work = self.sweeping.begun(EstimatedAverages)
        chosen = f", the {len(self.asked.cells)} largest by the mean of the gradients at these runs"
        work.describe(sentence=work.info.sentence + chosen)
        work.steps = self._steps(work)
        return work

    def _steps(self, work: EstimatedAverages) -> Iterator[Step]:
        means, n = [RunningMean() for _ in self.asked.layers], 0
        for group in self.sweeping.groups(TOKENS_AT_ONCE):
            yield Step(partial(self._slope, group), passes=3)
            found = self._found()
            self.sweeping.note(found.runs, work)
            positions = self.asked.positions(group.pairs)
            for place, mean in zip(self.asked.every_place, means, strict=True):
                mean.add(in_columns(found.products(place.hook).cpu(), positions))
            n += len(group.pairs)
            self._show(work, means, n)
        self.asked.settled = True
        yield from self.sweeping.steps(self.sweeping.groups(), work)

    def _slope(self, group: Group) -> Tensor:
        # Two groups at once would take twice the memory.
        self._latest = None
        self._latest = sloped(self.sweeping, group, self.asked.every_place)
        return torch.empty(0)

    def _found(self) -> Sloped:
        found, self._latest = self._latest, None
        assert found is not None
        return found

    def _show(self, work: EstimatedAverages, means: Sequence[RunningMean], n_pairs: int) -> None:
        """The neurons as they are by the pairs that there are estimates of."""
        chosen = self.asked.choose([mean.mean.nansum(0) for mean in means])
        total = torch.stack([means[i].total[:, neuron] for i, neuron in chosen])
        n = torch.stack([means[i].n[:, neuron] for i, neuron in chosen])
        shape = work.progress.shape
        work.estimate(RunningMean(total.view(shape), n.view(shape)), n_pairs)
        work.axes, work.application = self.asked.axes, self.sweeping.application()
