"""What a head writes when it looks at a token: its OV circuit, from tokens to logits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from .circuit_records import (
    CircuitData,
    CircuitParams,
    circuit_fields,
    circuit_table,
    vocabulary_table,
)
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look


class OvCircuitParams(CircuitParams):
    face: Literal["prompt", "vocabulary"] = "prompt"
    """What of it is drawn; the numbers are the same."""


class OvCircuitData(CircuitData):
    """Tensors ``entries``: float32 [source token, output token]; ``eigenvalues``: float32 [d_head, 2]."""


def compute(look: Look, params: OvCircuitParams) -> Answer:
    """W_E · W_V · W_O · W_U of one head through the norms (Elhage et al. 2021)."""
    layer, head = look.circuits.named(params.head)
    circuit = look.circuits.ov(layer, head, params.embedding)
    key = ("ov_circuit", layer, head, params.embedding)
    fields, tensors = circuit_fields(look, params, (layer, head), key, circuit)
    return Answer(OvCircuitData.model_validate(fields), tensors)


def table(data: OvCircuitData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of the prompt's tokens."""
    return circuit_table(data, tensors, "source", "output", "logit")


def over_vocabulary(data: OvCircuitData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of the vocabulary's that is told."""
    del tensors
    return vocabulary_table(data, "source", "output", "logit")


OV_CIRCUIT = View(
    "ov_circuit",
    OvCircuitParams,
    OvCircuitData,
    compute,
    table=table,
    faces={"vocabulary": over_vocabulary},
    example=OvCircuitParams(head="L1H6"),
)
