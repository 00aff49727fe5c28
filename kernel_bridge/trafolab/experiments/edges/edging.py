"""Edge attribution, prepared: a gradient estimates all edges at once, and some of them are then patched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import EdgesSpec, ExperimentInfo

from ...literals import quoted
from ..attribution.attributing import where_taken
from ..attribution.gradients import points
from ..attribution.slopes import refuse_without_slope
from ..attribution.trust import compared, picked
from ..progress import ABSENT, EQUAL, ESTIMATED, WAITING
from ..recipe import Recipe
from ..work import Step, Work
from .circuit import Edges
from .edge_setting import Setting, refuse_cut_stream, setting_of
from .pruning import entry_order

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def _check(now: Now, spec: EdgesSpec) -> None:
    refuse_cut_stream(now, spec.direction, spec.source)
    refuse_without_slope(now.core.metric)


def _prepare(engine: Engine, now: Now, spec: EdgesSpec) -> Work:
    return _Edging(setting_of(engine, now, spec.direction, spec.source), spec).work()


@dataclass(eq=False)
class _Edging:
    setting: Setting
    spec: EdgesSpec

    def work(self) -> Work:
        """With nothing estimated yet but the edges that carry the same in both runs."""
        graph, setting = self.setting.runs.graph, self.setting
        edges = graph.edges
        differs = (setting.runs.written(setting.own.activations) != setting.others).flatten(1).any(1)
        progress = torch.where(edges, WAITING, ABSENT).to(torch.uint8)
        values = torch.full(edges.shape, float("nan"))
        equal = edges & ~differs[:, None].cpu()
        progress[equal], values[equal] = EQUAL, setting.baseline
        axes = {
            "sender": [end.name for end in graph.senders],
            "receiver": [end.name for end in graph.receivers],
        }
        columns = {
            "values": values,
            "estimate": values.clone(),
            "order": torch.full(edges.shape, float("nan")),
        }
        work = Work(self._info(int(edges.sum()), int(equal.sum())), axes, columns, progress, iter(()))
        work.guard, work.steps = setting.guard, self._steps(work)
        return work

    def _info(self, n_cells: int, n_equal: int) -> ExperimentInfo:
        base, donor = self.setting.base.name, self.setting.donor.name
        sentence = f"{donor}'s values carried by one edge in the {base} run, estimated by the gradient at "
        sentence += self._run
        return self.setting.info(sentence, n_cells, n_equal)

    @property
    def _run(self) -> str:
        setting = self.setting
        return where_taken(setting.base.name, setting.donor.name, self.spec.steps, setting.runs.base.plan)

    def _steps(self, work: Work) -> Iterator[Step]:
        waiting = work.progress == WAITING
        cells = [(i, j) for i, j in waiting.nonzero().tolist()]
        yield Step(partial(self._estimated, waiting), cells, "estimate", self.spec.steps, settles=False)
        estimate, values = work.columns["estimate"], work.columns["values"]
        work.columns["order"].copy_(entry_order(self.setting.runs.graph, estimate - self.setting.baseline))
        found = picked(cells, estimate, self.setting.baseline, self.spec, self._run)
        work.describe(estimated=found)
        chosen = [divmod(i, values.shape[1]) for i in dict.fromkeys([*found.top, *found.sample])]
        work.progress[work.progress == WAITING] = ESTIMATED
        for cell in chosen:
            work.progress[cell] = WAITING
        yield Step(self.setting.tried)
        for cell in chosen:
            yield Step(partial(patched, self.setting, cell), [cell])
            work.describe(estimated=compared(found, estimate, values, self.setting.baseline))

    def _estimated(self, waiting: Tensor) -> Tensor:
        return self.setting.baseline + scores(self.setting, self.spec.steps)[waiting]


def scores(setting: Setting, steps: int) -> Tensor:
    """What a gradient makes of each edge [sender, receiver], at the run itself or at several points on the
    way to the other; not a number where there is no edge."""
    # What enters the first block is the first of the senders.
    entering = setting.own.activations[setting.start.hook]
    way = points(setting.start, entering, setting.others[0], steps)
    return setting.runs.scores(setting.own, setting.others, way)


def patched(setting: Setting, edge: tuple[int, int]) -> Tensor:
    """The metric [1] where one edge carries the other run's values."""
    replaced = torch.zeros_like(setting.runs.graph.edges)
    replaced[edge] = True
    return setting.runs.patched(replaced, setting.others)


def _label(spec: EdgesSpec) -> str:
    return f"Edges, estimated{'' if spec.over is None else f', over {spec.over}'}"


def _line(spec: EdgesSpec) -> str:
    fields = EdgesSpec.model_fields
    changed = [
        f"{name}={quoted(value) if isinstance(value, str) else value}"
        for name in ("over", "direction", "source", "verify", "sample", "seed", "steps")
        if (value := getattr(spec, name)) != fields[name].default
    ]
    return f"lab.edges({', '.join(changed)})"


EDGES = Recipe(_label, _line, _check, _prepare, Edges)
