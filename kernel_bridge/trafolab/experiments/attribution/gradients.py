"""The gradient of the metric at hook points: in a run as it is, or on the way to another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from ...executor import Executor
from ...interventions.edit import Change, Edit, Given
from ...many import RecordedMany
from ...resuming import Recorded
from ...targets import Place
from ...trimming import Readout

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
    like = {each.hook: base.activations[each.hook][None] for each in places}
    found = _of_rows(executor, base, places, like, readout, measure, between)
    return {hook: gradient[0] for hook, gradient in found.items()}


def gradients_of_many(
    executor: Executor,
    base: RecordedMany,
    places: Sequence[Place],
    readout: Readout,
    measure: Measure,
    between: Sequence[Edit] = (),
) -> dict[str, Tensor]:
    """The same [prompt, pos, …] for several prompts at once, each of its own metric: a row of a pass knows
    nothing of the others."""
    return _of_rows(executor, base, places, base.activations, readout, measure, between)


def _of_rows(
    executor: Executor,
    base: Recorded | RecordedMany,
    places: Sequence[Place],
    like: Mapping[str, Tensor],
    readout: Readout,
    measure: Measure,
    between: Sequence[Edit],
) -> dict[str, Tensor]:
    leaves = {each.hook: _leaf(like[each.hook]) for each in places}
    total = {hook: torch.zeros_like(leaf, dtype=torch.float32) for hook, leaf in leaves.items()}
    plans = [base.plan.with_edit(each) for each in between] or [base.plan]
    for plan in plans:
        for place in places:
            plan = plan.with_edit(Edit(f"{_KEY} {place.hook}", place, _added(leaves[place.hook])))
        _, found = executor.gradient(base, plan, readout, measure, [*leaves.values()])
        for hook, gradient in zip(leaves, found, strict=True):
            if gradient is not None:
                total[hook] += gradient / len(plans)
    return total


def points(place: Place, base: Tensor, donor: Tensor, steps: int) -> list[Edit]:
    """What moves a run towards another: the values [pos, …] of both at one place, mixed in the middle of each
    of so many parts of the way; positions that the other lacks stay. None for a single step: then the run is
    as it is."""
    way = torch.zeros_like(base)
    way[: len(donor)] = donor - base[: len(donor)]
    return on_the_way(place, way[None], steps)


def on_the_way(place: Place, way: Tensor, steps: int) -> list[Edit]:
    """The same for rows [row, pos, …], each with a way of its own."""
    if steps == 1:
        return []
    shares = [(step + 0.5) / steps for step in range(steps)]
    return [Edit(f"{_KEY} at {share:.3f}", place, _added(share * way)) for share in shares]


def _leaf(like: Tensor) -> Tensor:
    with torch.inference_mode(False):
        return torch.zeros_like(like).requires_grad_()


def _added(change: Tensor) -> Change:
    def added(old: Tensor, given: Given) -> Tensor:
        del given
        return old + change

    return added
