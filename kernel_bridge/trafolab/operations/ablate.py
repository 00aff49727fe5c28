"""``ablate``: zeros, a mean or draws in place of what a component computes."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.operations import Ablate, OperationChoice, OperationInfo

from ..errors import OperationError
from ..targets import Catalogue, Place, Target
from .means import change, needs, refuse_without_mean
from .row import Row, fields_said, own_places


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Ablate) -> list[Place]:
    places = own_places(catalogue, targets, operation)
    for target, place in zip(targets, places, strict=True):
        if operation.mode == "zero" and (target.kind == "norm" or place.hook.endswith("hook_scale")):
            raise OperationError(
                "cannot_ablate",
                f"{target.name} is the scale that a norm divides by; as zero it would give no numbers.",
                target.name,
                f"Ablate what it feeds, or zero {place.hook.replace('hook_scale', 'hook_out')} instead.",
            )
    refuse_without_mean(places, operation)
    wrong = next((t for t, place in zip(targets, places, strict=True) if not place.by_key), None)
    if operation.src and (wrong is not None or operation.mode != "zero"):
        what = f"{(wrong or targets[0]).name} can't be ablated at single keys."
        raise OperationError(
            "no_keys", what, None, 'Zero entries of a pattern: lab.ablate("L1H6.pattern", src=[4]).'
        )
    return places


def _arguments(operation: Ablate) -> str:
    names = {"zero": ("mode", "src"), "mean": ("mode", "by_position"), "resample": ("mode", "draws", "seed")}
    return fields_said(operation, Ablate(), *names[operation.mode])


ABLATE = Row(
    info=OperationInfo(
        op="ablate",
        label="Ablate",
        key="A",
        state="ablated",
        glyph="⊘",
        hint="Put zeros, a mean or random draws in place of what it computes.",
        choices=[
            OperationChoice(label="zero", operation=Ablate()),
            OperationChoice(label="mean", operation=Ablate(mode="mean")),
            OperationChoice(label="resample", operation=Ablate(mode="resample")),
        ],
        targets=["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"],
    ),
    places=_places,
    change=change,
    needs=needs,
    identity=lambda operation: (operation.op, *sorted(operation.src)),
    arguments=_arguments,
)
