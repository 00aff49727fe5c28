"""What a head looks for: its QK circuit, from a query's token to a key's, and between positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from ..errors import ViewError
from ..reading.pooling import extreme_pool, stride_for
from .circuit_records import (
    CircuitData,
    CircuitParams,
    circuit_fields,
    circuit_table,
    vocabulary_table,
)
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from ..look import Look


class QkCircuitParams(CircuitParams):
    face: Literal["prompt", "vocabulary", "positions"] = "prompt"
    """What of it is drawn; the numbers are the same."""
    distance: int = Field(default=0, ge=0, le=65536)
    """How many positions before the query the key stands, where positions turn them; 0 leaves them out."""


class QkCircuitData(CircuitData):
    """Tensors ``entries``: float32 [query token, key token]; ``eigenvalues``: float32 [d_head, 2];
    ``positions``: float32 [query position, key position], empty where no positions are learnt."""

    distance: int
    turns: bool
    """Whether positions turn queries and keys, so that a distance can be asked for."""
    n_positions: int
    position_stride: int
    """Positions a cell."""


def compute(look: Look, params: QkCircuitParams) -> Answer:
    """W_E · W_Q · W_Kᵀ · W_Eᵀ of one head through its norm, scaled as scores are (Elhage et al. 2021)."""
    layer, head = look.circuits.named(params.head)
    circuit = look.circuits.qk(layer, head, params.distance, params.embedding)
    key = ("qk_circuit", layer, head, params.distance, params.embedding)
    fields, tensors = circuit_fields(look, params, (layer, head), key, circuit)
    positions, n_positions = _positions(look, layer, head, params.max_size)
    data = QkCircuitData.model_validate(
        {
            **fields,
            "distance": params.distance,
            "turns": look.circuits.turns,
            "n_positions": n_positions,
            "position_stride": stride_for(n_positions, params.max_size) if n_positions else 1,
        }
    )
    return Answer(data, {**tensors, "positions": positions})


def _positions(look: Look, layer: int, head: int, size: int) -> tuple[Array, int]:
    """The scores between learnt positions, and how many there are."""

    def make() -> tuple[Array, int]:
        scores = look.circuits.positions(layer, head).tril()
        return extreme_pool(scores, size).cpu().numpy(), len(scores)

    try:
        return look.circuits.kept(("qk_positions", layer, head, size), make)
    except ViewError:
        return np.zeros((0, 0), np.float32), 0


def table(data: QkCircuitData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of the prompt's tokens."""
    return circuit_table(data, tensors, "query", "key", "score")


def over_vocabulary(data: QkCircuitData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of the vocabulary's that is told."""
    del tensors
    return vocabulary_table(data, "query", "key", "score")


def over_positions(data: QkCircuitData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of learnt positions, those that no mask hides."""
    stride = data.position_stride
    scores = tensors["positions"].copy()
    scores[np.triu_indices(len(scores), 1)] = np.nan
    labels = [str(position) for position in range(0, data.n_positions, stride)]
    rows, cols = (Along(name, labels, stride=stride) for name in ("query", "key"))
    return grid("score", scores, rows, cols)


QK_CIRCUIT = View(
    "qk_circuit",
    QkCircuitParams,
    QkCircuitData,
    compute,
    table=table,
    faces={"vocabulary": over_vocabulary, "positions": over_positions},
    example=QkCircuitParams(head="L0H0", face="positions", max_size=64),
)
