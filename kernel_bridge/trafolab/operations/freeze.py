"""``freeze``: values as they were in one run, held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trafolab_protocol.operations import Freeze, OperationChoice, OperationInfo, Part

from ..errors import OperationError
from ..targets import Catalogue, Kind, Place, Target
from .means import taken
from .row import Row

_USUAL: Final[dict[Kind, Part | None]] = {
    "head": "pattern",
    "group": "v",
    "attn": "pattern",
    "mlp": "post",
    "neuron": "post",
    "resid": "residual",
    "norm": "scale",
}
"""What is frozen of a target when nothing is said."""

_PARTS: Final[dict[Kind, tuple[Part, ...]]] = {
    "head": ("pattern", "scores", "z", "q", "k", "v"),
    "group": ("k", "v"),
    "attn": ("pattern", "scores", "z", "q", "k", "v", "output"),
    "mlp": ("post", "output"),
    "neuron": ("post",),
    "resid": ("residual",),
    "norm": ("scale",),
    "embed": ("output",),
}


def _settled(operation: Freeze, targets: Sequence[Target]) -> Freeze:
    target = targets[0]
    if operation.what is not None or target.part is not None:
        return operation
    return Freeze(what=_USUAL.get(target.kind))


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Freeze) -> list[Place]:
    return [_place(catalogue, target, operation.what) for target in targets]


def _place(catalogue: Catalogue, target: Target, what: Part | None) -> Place:
    if what is None or (target.kind == "hook" and what == "output"):
        return catalogue.place(target)
    if what not in _PARTS.get(target.kind, ()) or target.part not in (None, what):
        raise OperationError(
            "cannot_freeze",
            f"{target.name} has no {what} that could be frozen.",
            target.name,
            _advice(target),
        )
    return catalogue.part(target, what)


def _advice(target: Target) -> str:
    parts = [target.part] if target.part else _PARTS.get(target.kind, ())
    if not parts:
        return "Name a hook point without what=, and its own value is frozen."
    return f"What can be frozen there: {', '.join(str(part) for part in parts)}."


def _arguments(operation: Freeze) -> str:
    return "" if operation.what in (None, "pattern") else f', what="{operation.what}"'


FREEZE = Row(
    info=OperationInfo(
        op="freeze",
        label="Freeze",
        key="F",
        state="frozen",
        glyph="❄",
        hint="Hold it at the values that it has now, whatever changes before it.",
        choices=[
            OperationChoice(label="as it is without interventions", operation=Freeze()),
            OperationChoice(label="attention pattern", operation=Freeze(what="pattern")),
            OperationChoice(label="output z", operation=Freeze(what="z")),
            OperationChoice(label="queries", operation=Freeze(what="q")),
            OperationChoice(label="keys", operation=Freeze(what="k")),
            OperationChoice(label="values", operation=Freeze(what="v")),
        ],
        targets=["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"],
    ),
    places=_places,
    change=lambda operation, ingredients: taken,
    identity=lambda operation: (operation.op, operation.what),
    needs=lambda operation: "snapshot",
    arguments=_arguments,
    settled=_settled,
    each=True,
)
