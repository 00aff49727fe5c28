"""``knockout``: attention from one position to another is cut, and the rest shares its weight."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from trafolab_protocol.operations import Knockout, OperationInfo

from ..errors import OperationError
from ..interventions.edit import Change, Given
from ..targets import Catalogue, Place, Target
from .means import at_keys
from .row import Ingredients, Row


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Knockout) -> list[Place]:
    if not operation.src:
        raise OperationError(
            "no_position", "No position was given to knock out attention to.", None, "Give src=[4]."
        )
    return [_place(catalogue, target) for target in targets]


def _place(catalogue: Catalogue, target: Target) -> Place:
    if target.kind not in ("head", "attn") or target.part not in (None, "scores", "pattern"):
        what = f"{target.name} has no attention that could be knocked out."
        raise OperationError(
            "cannot_knock_out", what, target.name, "Name a head, such as L1H6, or a layer, attn.1."
        )
    # Where a model's scores can't be changed, its pattern can be: masking there and sharing out is the same.
    lacking = catalogue.structure.unsupported
    return catalogue.part(target, "pattern" if "scores" in lacking else "scores")


def _change(operation: Knockout, ingredients: Ingredients) -> Change:
    del ingredients

    def masked(old: Tensor, given: Given) -> Tensor:
        cut = at_keys(old, given, operation.src)
        return _without(old, cut) if bool((old >= 0).all()) else _below(old, cut)

    return masked


def _below(old: Tensor, cut: Tensor) -> Tensor:
    """Scores with the cut keys masked; a query that would have nothing left keeps what it has."""
    lowest = torch.finfo(old.dtype).min
    left = ((old > lowest / 2) & ~cut).any(-1, keepdim=True)
    return torch.where(cut & left, lowest, old)


def _without(old: Tensor, cut: Tensor) -> Tensor:
    """A pattern without the cut keys, each row summing to what it did."""
    kept = torch.where(cut, 0, old)
    rest = kept.sum(-1, keepdim=True)
    return torch.where(rest > 0, kept * old.sum(-1, keepdim=True) / rest, old)


KNOCKOUT = Row(
    info=OperationInfo(
        op="knockout",
        label="Knock out",
        key="K",
        state="knocked-out",
        glyph="⤫",
        hint="Knock out its attention from some positions to others; the rest shares the weight.",
        choices=[],
        targets=["head", "attn"],
    ),
    places=_places,
    change=_change,
    identity=lambda operation: (operation.op, tuple(sorted(operation.src))),
    arguments=lambda operation: f", src={operation.src}",
)
