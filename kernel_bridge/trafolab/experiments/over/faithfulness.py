"""How much of the metric a circuit carries alone, over a set of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import FaithfulnessSpec

from ...averaging import Rows
from ...storing import rows_of
from ..edges.edge_graph import graph_of
from ..edges.edge_setting import Setting
from ..edges.faithfulness import circuits_of, kept_in, refuse_no_circuit, told, without
from ..work import Step
from .averages import Averages, averages
from .edge_pairs import EdgePairs, subject_of
from .subject import Subject

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def check(now: Now, spec: FaithfulnessSpec) -> None:
    """Raises :class:`LabError` where it can't be made, without a pass."""
    subject_of(now, spec)
    refuse_no_circuit(now, spec)


def prepare(engine: Engine, now: Now, spec: FaithfulnessSpec) -> Averages:
    """The circuit in the laboratory as it was then. Raises :class:`LabError` where it can't be."""
    pairs = EdgePairs(engine, subject_of(now, spec), spec)
    rows = _rows(engine, pairs.subject, spec) if spec.operation == "mean" else None
    return _Faithful(pairs, spec, rows).work()


def _rows(engine: Engine, subject: Subject, spec: FaithfulnessSpec) -> Rows:
    """What means are taken over: a reference set, or else all clean prompts of the pairs."""
    now = subject.now
    if spec.reference is not None:
        return rows_of([], spec.reference, now.core, engine.tools(now))
    return Rows([list(pair.clean) for pair in subject.pairs], lambda _: {}, now.bench.held.bos)


@dataclass(eq=False)
class _Faithful:
    pairs: EdgePairs
    spec: FaithfulnessSpec
    rows: Rows | None
    _mean: Tensor | None = field(default=None, init=False)
    """What each sender writes in the mean [sender, 1, d_model], once it is known."""
    _carried: Tensor = field(default_factory=lambda: torch.empty(0), init=False)
    """What edges outside the circuit carry in the pair under way [sender, pos, d_model]."""

    def work(self) -> Averages:
        """With nothing computed yet."""
        subject, labels = self.pairs.subject, kept_in(self.spec)
        reference = self.spec.reference or f"{subject.set.name}'s clean prompts"
        sentence = f"{told(self.spec, self.pairs.base, self.pairs.donor, reference)}, {subject.over}"
        cells = [(pair, place) for pair in range(len(subject.pairs)) for place in range(len(labels))]
        info = self.pairs.info(sentence, len(cells))
        work = averages(info, {"edges kept": labels}, subject.texts, cells, Averages)
        work.guard, work.steps = self.pairs.guard, self._steps(work)
        return work

    def _steps(self, work: Averages) -> Iterator[Step]:
        circuits = circuits_of(graph_of(self.pairs.subject.now.bench.held), self.spec)
        for index in range(len(self.pairs.subject.pairs)):
            yield Step(partial(self._begin, index), passes=3)
            setting = self.pairs.setting
            work.known([index], torch.tensor([setting.baseline]), torch.tensor([setting.other]))
            if index == 0:
                yield Step(setting.tried)
            for place, kept in enumerate(circuits):
                yield Step(partial(without, setting, kept, self._carried), [(index, place)])
            work.conclude()

    def _begin(self, index: int) -> Tensor:
        setting = self.pairs.begin(index)
        self._carried = self._outside(setting)
        return torch.empty(0)

    def _outside(self, setting: Setting) -> Tensor:
        if self.spec.operation == "patch":
            return setting.others
        if self.rows is None:
            return torch.zeros_like(setting.others)
        if self._mean is None:
            self._mean = setting.runs.mean(self.rows)
        return self._mean.expand_as(setting.others)
