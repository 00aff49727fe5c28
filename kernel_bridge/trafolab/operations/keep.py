"""``keep``: everything but a few components is ablated."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.operations import Keep, OperationChoice, OperationInfo

from ..errors import OperationError
from ..targets import Catalogue, Place, Target
from .means import change, needs
from .row import Row, fields_said


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Keep) -> list[Place]:
    """The ``z`` of all heads that are not kept, and the outputs of all MLPs that are not."""
    del operation
    wrong = next((target for target in targets if target.kind not in ("head", "attn", "mlp")), None)
    if wrong is not None or any(target.part for target in targets):
        name = (wrong or targets[0]).name
        what = f"{name} can't be kept alone: everything else is heads and MLPs."
        raise OperationError("cannot_keep", what, name, "Name heads, attention layers and MLPs.")
    kept = {target.component for target in targets}
    lacking = catalogue.structure.unsupported
    places: list[Place] = []
    for layer in catalogue.structure.layers:
        heads = 0 if layer.attention is None or "z" in lacking else layer.attention.n_heads
        gone = tuple(h for h in range(heads) if not {f"L{layer.index}H{h}", f"attn.{layer.index}"} & kept)
        if gone:
            places.append(Place(f"blocks.{layer.index}.attn.hook_z", axis=2, index=gone))
        if layer.mlp is not None and layer.mlp.component not in kept:
            places.append(Place(f"blocks.{layer.index}.hook_mlp_out"))
    if not places:
        raise OperationError(
            "nothing_else", "There is nothing else that could be ablated.", None, "Keep fewer."
        )
    return places


def _arguments(operation: Keep) -> str:
    names = ("mode", "draws", "seed") if operation.mode == "resample" else ("mode",)
    return fields_said(operation, Keep(), *names)


KEEP = Row(
    info=OperationInfo(
        op="keep",
        label="Keep only",
        key="O",
        state="kept",
        glyph="◎",
        hint="Ablate every other head and MLP.",
        choices=[
            OperationChoice(label="others by mean", operation=Keep()),
            OperationChoice(label="others zero", operation=Keep(mode="zero")),
        ],
        targets=["head", "attn", "mlp"],
    ),
    places=_places,
    change=change,
    needs=needs,
    arguments=_arguments,
)
