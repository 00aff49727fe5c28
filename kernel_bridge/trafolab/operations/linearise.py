"""``linearise``: all attention patterns and all norm scales are frozen, so that what is left is linear in
the embeddings but for the MLPs.

After Elhage et al., "A Mathematical Framework for Transformer Circuits" (2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trafolab_protocol.operations import Linearise, OperationChoice, OperationInfo
from trafolab_protocol.structure import Layer

from ..errors import OperationError
from ..targets import Catalogue, Place, Target
from .means import taken
from .row import Row


def _places(catalogue: Catalogue, targets: Sequence[Target], operation: Linearise) -> list[Place]:
    del targets, operation
    structure = catalogue.structure
    places = [place for layer in structure.layers for place in _of_layer(layer, structure.unsupported)]
    if structure.final_norm is not None and "ln_final" not in structure.unsupported:
        places.append(Place("ln_final.hook_scale"))
    if not places:
        what = "This model has neither patterns nor norm scales that could be frozen."
        raise OperationError("cannot_linearise", what, None, None)
    return places


def _of_layer(layer: Layer, unsupported: dict[str, str]) -> Iterator[Place]:
    if layer.attention is not None and "pattern" not in unsupported:
        yield Place(f"blocks.{layer.index}.attn.hook_pattern", position_axis=2)
    for norm in layer.norms:
        name = norm.component.split(".")[0]
        if name not in unsupported:
            yield Place(f"blocks.{layer.index}.{name}.hook_scale")


LINEARISE = Row(
    info=OperationInfo(
        op="linearise",
        label="Linearise",
        key="",
        state="frozen",
        glyph="∕",
        hint="Freeze all attention patterns and all norm scales.",
        choices=[OperationChoice(label="patterns and norms", operation=Linearise())],
        targets=[],
    ),
    places=_places,
    change=lambda operation, ingredients: taken,
    needs=lambda operation: "snapshot",
    targetless=True,
)
