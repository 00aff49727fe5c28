"""``scale``: what a component computes, multiplied."""

from __future__ import annotations

from torch import Tensor
from trafolab_protocol.operations import OperationChoice, OperationInfo, Scale

from ..interventions.edit import Change, Given
from .row import Ingredients, Row


def _change(operation: Scale, ingredients: Ingredients) -> Change:
    del ingredients

    def multiplied(old: Tensor, given: Given) -> Tensor:
        return old * operation.factor

    return multiplied


SCALE = Row(
    info=OperationInfo(
        op="scale",
        label="Scale",
        key="M",
        state="scaled",
        glyph="↕",
        hint="Multiply what it computes by a factor.",
        choices=[
            OperationChoice(label="half", operation=Scale(factor=0.5)),
            OperationChoice(label="double", operation=Scale(factor=2)),
            OperationChoice(label="turned round", operation=Scale(factor=-1)),
        ],
        targets=["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"],
    ),
    change=_change,
    arguments=lambda operation: f", {operation.factor:g}",
)
