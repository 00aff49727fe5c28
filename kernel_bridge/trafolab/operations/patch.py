"""``patch``: values of another prompt's run, which follow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from trafolab_protocol.operations import OperationChoice, OperationInfo, Patch

from ..interventions.edit import Change, Given
from ..targets import Catalogue, Place, Target
from .means import taken
from .row import Ingredients, Needs, Row, fields_said, own_places
from .steer import component


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Patch) -> list[Place]:
    del operation
    return own_places(catalogue, targets)


def _change(operation: Patch, ingredients: Ingredients) -> Change:
    if operation.subspace is None:
        return taken
    direction = ingredients.direction(operation.subspace)

    def within(old: Tensor, given: Given) -> Tensor:
        return old + component(taken(old, given) - old, direction)

    return within


def _needs(operation: Any) -> Needs:
    del operation
    return "prompt"


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
    identity=lambda operation: (operation.op, operation.subspace),
    needs=_needs,
    arguments=lambda operation: fields_said(operation, Patch(), "subspace"),
)
