"""The gradient of the metric at hook points, in a run as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from ..executor import Executor
from ..interventions.edit import Change, Edit, Given
from ..resuming import Recorded
from ..targets import Place
from ..trimming import Readout

_KEY = "gradient"

Measure = Callable[[Tensor], Tensor]
"""The metric [row] of what is read [row, pos, token]."""


def gradients(
    executor: Executor,
    base: Recorded,
    places: Sequence[Place],
    readout: Readout,
    measure: Measure,
) -> dict[str, Tensor]:
    """The gradient [pos, …] of the metric by hook name, in one pass forward and one back.

    It is taken with respect to zeros that are added to what each of ``places`` has after all that acts there:
    so it is of what a patch there replaces, whatever shapes the library makes of it on its way, and weights
    need not require gradients.
    """
    leaves = {each.hook: _leaf(base.activations[each.hook]) for each in places}
    plan = base.plan
    for place in places:
        plan = plan.with_edit(Edit(f"{_KEY} {place.hook}", place, _added(leaves[place.hook])))
    _, found = executor.gradient(base, plan, readout, measure, [*leaves.values()])
    return {
        hook: torch.zeros_like(leaf[0]) if gradient is None else gradient[0]
        for (hook, leaf), gradient in zip(leaves.items(), found, strict=True)
    }


def _leaf(like: Tensor) -> Tensor:
    with torch.inference_mode(False):
        return torch.zeros_like(like)[None].requires_grad_()


def _added(leaf: Tensor) -> Change:
    def added(old: Tensor, given: Given) -> Tensor:
        del given
        return old + leaf

    return added
