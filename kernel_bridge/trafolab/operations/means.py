"""Ablation: zero, a stored mean, or seeded draws in place of what is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import torch
from torch import Tensor
from trafolab_protocol.operations import Ablate, Keep

from ..errors import OperationError
from ..interventions.edit import Change, Given, Unfit
from ..targets import Place
from .row import Ingredients, Needs

_LONGEST = 1 << 16
"""Positions for which a place in the pool is drawn."""


def needs(operation: Ablate | Keep) -> Needs:
    """Zero needs nothing; means and draws are taken from a stored constant."""
    return "nothing" if operation.mode == "zero" else "constant"


def change(operation: Ablate | Keep, ingredients: Ingredients) -> Change:
    """The change for the operation's mode."""
    del ingredients
    return _CHANGES[operation.mode](operation)


def refuse_without_mean(places: Sequence[Place], operation: Ablate | Keep) -> None:
    """Raises :class:`OperationError` for values that depend on the length of the prompt."""
    wrong = next((place for place in places if place.by_key), None)
    if operation.mode != "zero" and wrong is not None:
        raise OperationError(
            "no_mean",
            f"{wrong.hook} has a row for each position: prompts of other lengths have no mean in common.",
            wrong.hook,
            "Ablate the head's z by mean, or freeze its pattern.",
        )


def _zero(operation: Ablate | Keep) -> Change:
    keys = operation.src if operation.op == "ablate" else []

    def zero(old: Tensor, given: Given) -> Tensor:
        return old.masked_fill(at_keys(old, given, keys), 0) if keys else old.new_zeros(old.shape)

    return zero


def at_keys(old: Tensor, given: Given, keys: Sequence[int]) -> Tensor:
    """[row, 1, 1, key] of an attention pattern or its scores: which keys are at these positions."""
    if old.ndim != 4:
        raise Unfit("There are no keys here: these are no attention scores [batch, head, query, key].")
    places = torch.arange(old.shape[-1])[None] - torch.tensor(given.starts)[:, None]
    return torch.isin(places, torch.tensor(list(keys)))[:, None, None].to(old.device)


def _resample(operation: Ablate | Keep) -> Change:
    def drawn(old: Tensor, given: Given) -> Tensor:
        pool = given.donor
        if pool is None or pool.shape[2:] != old.shape[2:]:
            raise Unfit("The values drawn from are of another shape.")
        places = drawn_places(operation.seed, given.draw, pool.shape[1])
        chosen = places[given.positions.clamp(0, _LONGEST - 1)]
        return pool[0][chosen.to(pool.device)].to(old).expand_as(old)

    return drawn


def taken(old: Tensor, given: Given) -> Tensor:
    """The donor's values in place of the old ones."""
    if given.donor is None or old.ndim != given.donor.ndim:
        raise Unfit("The stored values are of another shape.")
    try:
        # A copy: a person's hook that comes after ours may write into what it is given.
        return given.donor.to(old).expand_as(old).clone()
    except RuntimeError as error:
        shapes = f"{list(given.donor.shape[1:])} into {list(old.shape[1:])}"
        raise Unfit(f"The stored values do not fit: {shapes}.") from error


@lru_cache(maxsize=256)
def drawn_places(seed: int, draw: int, size: int) -> Tensor:
    """For each position its place in the pool: the same for all hook points, so that what is drawn
    belongs together."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + draw)
    return torch.randint(size, (_LONGEST,), generator=generator)


_CHANGES: dict[str, Callable[[Ablate | Keep], Change]] = {
    "zero": _zero,
    "mean": lambda operation: taken,
    "resample": _resample,
}
