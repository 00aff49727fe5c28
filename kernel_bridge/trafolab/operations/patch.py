"""``patch``: values of another prompt's run, which follow it."""

from __future__ import annotations

from torch import Tensor
from trafolab_protocol.operations import OperationChoice, OperationInfo, Patch

from ..interventions.edit import Change, Given
from .means import taken
from .row import Ingredients, Row, fields_said
from .steer import component


def _change(operation: Patch, ingredients: Ingredients) -> Change:
    if operation.subspace is None:
        return taken
    direction = ingredients.direction(operation.subspace)

    def within(old: Tensor, given: Given) -> Tensor:
        return old + component(taken(old, given) - old, direction)

    return within


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
    change=_change,
    identity=lambda operation: (operation.op, operation.subspace),
    needs=lambda operation: "prompt",
    direction=lambda operation: operation.subspace,
    arguments=lambda operation: fields_said(operation, Patch(), "subspace"),
)
