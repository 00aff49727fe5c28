"""The gradient of the metric at hook points: in a run as it is, or on the way to another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from ..executor import Executor
from ..interventions.edit import Change, Edit, Given
from ..resuming import Readout, Recorded
from ..targets import Place

_KEY = "gradient"

Measure = Callable[[Tensor], Tensor]
"""The metric [row] of what is read [row, pos, token]."""


def gradients(
    executor: Executor,
    base: Recorded,
    places: Sequence[Place],
    readout: Readout,
    measure: Measure,
    between: Sequence[Edit] = (),
) -> dict[str, Tensor]:
    """The gradient [pos, …] of the metric by hook name, in one pass forward and one back for each point.

    ``between``: none for the run as it is; otherwise how it is moved towards another one, once for each point
    at which the gradient is taken, to be averaged.

    It is taken with respect to zeros that are added to what each of ``places`` has after all that acts there:
    so it is of what a patch there replaces, whatever shapes the library makes of it on its way, and weights
    need not require gradients.
    """
    leaves = {each.hook: _leaf(base.activations[each.hook]) for each in places}
    total = {hook: torch.zeros_like(leaf[0], dtype=torch.float32) for hook, leaf in leaves.items()}
    plans = [base.plan.with_edit(each) for each in between] or [base.plan]
    for plan in plans:
        for place in places:
            plan = plan.with_edit(Edit(f"{_KEY} {place.hook}", place, _added(leaves[place.hook])))
        _, found = executor.gradient(base, plan, readout, measure, [*leaves.values()])
        for hook, gradient in zip(leaves, found, strict=True):
            if gradient is not None:
                total[hook] += gradient[0] / len(plans)
    return total


def points(place: Place, base: Tensor, donor: Tensor, steps: int) -> list[Edit]:
    """What moves a run towards another: the values [pos, …] of both at one place, mixed in the middle of each
    of so many parts of the way; positions that the other lacks stay. None for a single step: then the run is
    as it is."""
    if steps == 1:
        return []
    way = torch.zeros_like(base)
    way[: len(donor)] = donor - base[: len(donor)]
    shares = [(step + 0.5) / steps for step in range(steps)]
    return [Edit(f"{_KEY} at {share:.3f}", place, _added((share * way)[None])) for share in shares]


def _leaf(like: Tensor) -> Tensor:
    with torch.inference_mode(False):
        return torch.zeros_like(like)[None].requires_grad_()


def _added(change: Tensor) -> Change:
    def added(old: Tensor, given: Given) -> Tensor:
        del given
        return old + change

    return added
