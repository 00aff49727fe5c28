"""``patch``: values of another prompt's run, which follow it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from trafolab_protocol.operations import OperationChoice, OperationInfo, Patch

from ..errors import OperationError
from ..interventions.edit import Change, Given
from ..targets import Catalogue, Place, Target
from .means import at_keys, taken
from .row import Ingredients, Row, fields_said, own_places
from .steer import component


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Patch) -> list[Place]:
    places = own_places(catalogue, targets, operation)
    wrong = next((t for t, place in zip(targets, places, strict=True) if not place.by_key), None)
    if operation.src and (wrong is not None or operation.subspace is not None):
        what = f"{(wrong or targets[0]).name} can't be patched at single keys."
        raise OperationError(
            "no_keys", what, None, 'Patch entries of a pattern: lab.patch("L1H6.pattern", src=[4]).'
        )
    return places


def _change(operation: Patch, ingredients: Ingredients) -> Change:
    if operation.src:
        return _entries(operation.src)
    if operation.subspace is None:
        return taken
    direction = ingredients.direction(operation.subspace)

    def within(old: Tensor, given: Given) -> Tensor:
        return old + component(taken(old, given) - old, direction)

    return within


def _entries(keys: Sequence[int]) -> Change:
    def entries(old: Tensor, given: Given) -> Tensor:
        return torch.where(at_keys(old, given, keys), taken(old, given), old)

    return entries


PATCH = Row(
    info=OperationInfo(
        op="patch",
        label="Patch",
        key="P",
        state="patched",
        glyph="→",
        hint="Take its values from the run of another prompt.",
        choices=[OperationChoice(label="from corrupt", operation=Patch())],
        targets=["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"],
    ),
    places=_places,
    change=_change,
    # What was set before there were keys has the same identity.
    identity=lambda operation: (operation.op, operation.subspace, *sorted(operation.src)),
    needs=lambda operation: "prompt",
    direction=lambda operation: operation.subspace,
    arguments=lambda operation: fields_said(operation, Patch(), "subspace", "src"),
)
