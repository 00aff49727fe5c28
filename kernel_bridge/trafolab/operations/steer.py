"""``steer``: a direction added to the stream, or its component held or taken away.

After Turner et al., "Activation Addition" (2023), and Arditi et al., "Refusal in Language Models Is
Mediated by a Single Direction" (2024).
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor
from trafolab_protocol.operations import OperationInfo, Steer

from ..errors import OperationError
from ..interventions.edit import Change, Given, Unfit
from ..targets import Catalogue, Place, Target
from .row import Ingredients, Row, fields_said, own_places

_WIDE = ("attn", "mlp", "resid", "embed", "hook")


def component(values: Tensor, direction: Tensor) -> Tensor:
    """The part of ``values`` [..., d_model] along a direction [d_model]."""
    unit = _unit(values, direction)
    return (values @ unit)[..., None] * unit


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Steer) -> list[Place]:
    wrong = next((target for target in targets if target.kind not in _WIDE), None)
    if wrong is not None:
        what = f"{wrong.name} is not as wide as the residual stream, so a direction of it can't be added."
        raise OperationError(
            "cannot_steer", what, wrong.name, "Steer a stream, such as resid_pre.1, attn.0 or mlp.0."
        )
    return own_places(catalogue, targets, operation)


def _change(operation: Steer, ingredients: Ingredients) -> Change:
    direction = ingredients.direction(operation.direction)

    def steered(old: Tensor, given: Given) -> Tensor:
        if operation.how == "remove":
            return old - component(old, direction)
        wanted = _amount(old, direction, operation) * _unit(old, direction)
        return old + wanted if operation.how == "add" else old - component(old, direction) + wanted

    return steered


def _amount(old: Tensor, direction: Tensor, operation: Steer) -> Tensor:
    """How much along the direction, [..., 1]."""
    if operation.unit == "stream":
        return operation.strength * old.norm(dim=-1, keepdim=True)
    return operation.strength * direction.to(old).norm()


def _unit(values: Tensor, direction: Tensor) -> Tensor:
    if values.shape[-1] != direction.shape[-1]:
        widths = f"{direction.shape[-1]} numbers, and the values here {values.shape[-1]}"
        raise Unfit(f"The direction has {widths}.")
    moved = direction.to(values)
    return moved / moved.norm().clamp_min(1e-12)


def _arguments(operation: Steer) -> str:
    usual = Steer(direction=operation.direction)
    scale = "" if operation.how == "remove" else f", scale={operation.strength:g}"
    return f', "{operation.direction}"{scale}' + fields_said(operation, usual, "how", "unit", "on")


STEER = Row(
    info=OperationInfo(
        op="steer",
        label="Steer",
        key="S",
        state="steered",
        glyph="+",
        hint="Add a direction to the stream, or hold or remove what lies along it.",
        choices=[],
        targets=list(_WIDE),
    ),
    places=_places,
    change=_change,
    identity=lambda operation: (operation.op, operation.direction, operation.how, operation.on),
    direction=lambda operation: operation.direction,
    arguments=_arguments,
)
