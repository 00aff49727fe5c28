"""The gradient of each pair's own metric, of many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from ...targets import Place
from ..attribution.gradients import gradients_of_many, on_the_way
from ..attribution.slopes import refuse_flat
from .groups import Group
from .recipe import GroupRuns, PairSweeping

TOKENS_AT_ONCE = 128
"""Of pairs that share a pass back: all that a pass holds is kept for it."""


@dataclass(frozen=True, eq=False)
class Sloped:
    """Both runs of each pair of a group, with the gradient in the one that is changed."""

    runs: GroupRuns
    slopes: Mapping[str, Tensor]
    """[pair, pos, …] by hook name."""

    def products(self, hook: str) -> Tensor:
        """What is put in less what it replaces, times the gradient there [pair, pos, …]."""
        changed = self.runs.put.activations[hook] - self.runs.base.activations[hook]
        return changed.float() * self.slopes[hook].float()


def sloped(
    sweeping: PairSweeping, group: Group, places: Sequence[Place], start: Place | None = None, steps: int = 1
) -> Sloped:
    """The gradient in the runs that are changed, or its mean over ``steps`` points between both runs, mixed
    at ``start``. Raises :class:`MetricError` where the metric has none."""
    asked, runs = sweeping.asked, sweeping.record(group, resumed=False)
    answers, every = asked.answers(group.pairs), range(len(group.pairs))

    def measured(read: Tensor) -> Tensor:
        value = answers.values(read, every, runs.base.logits)
        if read.requires_grad and not value.requires_grad:
            refuse_flat(asked.metric)
        return value

    between = [] if start is None else on_the_way(start, _way(runs, start), steps)
    executor = asked.now.bench.held.aside
    slopes = gradients_of_many(executor, runs.base, places, answers.readout, measured, between)
    return Sloped(runs, slopes)


def _way(runs: GroupRuns, start: Place) -> Tensor:
    return runs.put.activations[start.hook] - runs.base.activations[start.hook]


def in_columns(table: Tensor, positions: Tensor | None) -> Tensor:
    """A table [pair, pos, …] at each pair's ``positions`` [pair, column], of which -1 is nowhere: there it is
    not a number. Without positions its sum over all, as one column."""
    if positions is None:
        return table.sum(1, keepdim=True)
    there = positions >= 0
    found = table[torch.arange(len(table))[:, None], positions.clamp(min=0)]
    return found.masked_fill(~there.view(*there.shape, *[1] * (found.ndim - 2)), torch.nan)


@dataclass(eq=False)
class RunningMean:
    """The mean over pairs of what comes in bit by bit, of which some may be missing."""

    total: Tensor = field(default_factory=lambda: torch.zeros(()))
    n: Tensor = field(default_factory=lambda: torch.zeros(()))
    """How many there are by now."""

    def add(self, values: Tensor) -> None:
        """More of them [pair, …]."""
        self.total = self.total + values.nan_to_num().double().sum(0)
        self.n = self.n + (~values.isnan()).sum(0)

    @property
    def mean(self) -> Tensor:
        """Not a number where there is none."""
        return (self.total / self.n).float()
