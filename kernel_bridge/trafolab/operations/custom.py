"""``custom``: a person's own function of what passes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor
from trafolab_protocol.operations import Custom, OperationInfo

from ..interventions.edit import Change, Given, Unfit
from .row import Ingredients, Row


def _change(operation: Custom, ingredients: Ingredients) -> Change:
    function = ingredients.function(operation.key)

    def called(old: Tensor, given: Given) -> Tensor:
        return _checked(function, old.clone(), operation.function)

    return called


def _checked(function: Callable[..., Any], old: Tensor, name: str) -> Tensor:
    shape = list(old.shape)
    try:
        new = function(old)
    except Exception as error:
        # It is a person's: it stops acting, and nothing else does.
        raise Unfit(f"{name} raised {type(error).__name__}: {error}") from error
    if not isinstance(new, Tensor):
        raise Unfit(f"{name} gave {type(new).__name__} in place of a tensor {shape}.")
    if list(new.shape) != shape:
        raise Unfit(f"{name} gave a tensor {list(new.shape)} in place of {shape}.")
    return new.to(old)


CUSTOM = Row(
    info=OperationInfo(
        op="custom",
        label="Custom",
        key="",
        state="custom",
        glyph="ƒ",
        hint="A function from a cell computes its values.",
        choices=[],
        targets=[],
    ),
    change=_change,
    identity=lambda operation: (operation.op, operation.function),
    arguments=lambda operation: f", {operation.function}",
)
