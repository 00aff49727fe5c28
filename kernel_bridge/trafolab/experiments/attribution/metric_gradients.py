"""The gradient of the laboratory's metric, which may read several passes."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric

from ...interventions.edit import Edit
from ...targets import Place
from ..sweeps.recording import first_of
from ..sweeps.sweep import Sweeper
from .gradients import gradients, points
from .slopes import refuse_flat


def metric_gradients(
    sweeper: Sweeper, metric: Metric, places: Sequence[Place], start: Place | None = None, steps: int = 1
) -> dict[str, Tensor]:
    """The gradient [pos, …] at the prompt's positions by hook name, in the run that is changed; or the mean
    over ``steps`` points from it to the other, whose values at ``start`` are recorded too. Raises
    :class:`MetricError` where the metric has none."""
    parts: list[dict[str, Tensor]] = []
    for number, base in enumerate(sweeper.base.passes):
        hook = "" if start is None else start.hook
        way = [] if start is None else points(start, base.activations[hook], sweeper.donor[hook], steps)
        parts.append(_of_pass(sweeper, metric, number, places, way))
    return {place.hook: torch.stack([part[place.hook] for part in parts]).sum(0) for place in places}


def _of_pass(
    sweeper: Sweeper, metric: Metric, number: int, places: Sequence[Place], way: Sequence[Edit]
) -> dict[str, Tensor]:
    """By what is read in one of the metric's passes."""
    base, found = sweeper.base.passes[number], sweeper.base.found

    def measured(read: Tensor) -> Tensor:
        value = sweeper.measure.of([*found[:number], read, *found[number + 1 :]], found)
        if read.requires_grad and not value.requires_grad:
            refuse_flat(metric)
        return value

    readout = sweeper.measure.readings[number].readout
    slopes = gradients(sweeper.executor, base, places, readout, measured, way)
    return {place.hook: first_of(slopes[place.hook], place, sweeper.n_tokens) for place in places}
