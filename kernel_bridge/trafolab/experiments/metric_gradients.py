"""The gradient of the laboratory's metric, which may read several passes."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric

from ..targets import Place
from .gradients import gradients
from .recording import first_of
from .slopes import refuse_flat
from .sweep import Sweeper


def metric_gradients(sweeper: Sweeper, metric: Metric, places: Sequence[Place]) -> dict[str, Tensor]:
    """The gradient [pos, …] at the prompt's positions by hook name, in the run that is changed. Raises
    :class:`MetricError` where the metric has none."""
    parts = [_of_pass(sweeper, metric, number, places) for number in range(len(sweeper.base.passes))]
    return {place.hook: torch.stack([part[place.hook] for part in parts]).sum(0) for place in places}


def _of_pass(sweeper: Sweeper, metric: Metric, number: int, places: Sequence[Place]) -> dict[str, Tensor]:
    """By what is read in one of the metric's passes."""
    base, found = sweeper.base.passes[number], sweeper.base.found

    def measured(read: Tensor) -> Tensor:
        value = sweeper.measure.of([*found[:number], read, *found[number + 1 :]], found)
        if read.requires_grad and not value.requires_grad:
            refuse_flat(metric)
        return value

    readout = sweeper.measure.readings[number].readout
    slopes = gradients(sweeper.executor, base, places, readout, measured)
    return {place.hook: first_of(slopes[place.hook], place, sweeper.n_tokens) for place in places}
