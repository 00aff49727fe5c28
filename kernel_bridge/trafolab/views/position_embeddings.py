"""Learnt position vectors: how alike they are, and how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..reading.pooling import extreme_pool, stride_for
from .circuit_records import weights_stamp
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from ..look import Look


class PositionEmbeddingsParams(Record):
    centred: bool = False
    """Whether vectors are taken from the mean of all."""
    max_size: int = Field(default=128, ge=2, le=480)


class PositionEmbeddingsData(Record):
    """Tensors ``cosines``: float32 [position, position], each cell what is farthest from zero in it;
    ``norms``: float32 [position], of all positions."""

    n_positions: int
    stride: int
    """Positions a cell."""
    n_tokens: int
    """Length of the prompt: positions beyond it are not used by it."""
    centred: bool
    stamp: Stamp | None


def compute(look: Look, params: PositionEmbeddingsParams) -> Answer:
    """W_pos W_posᵀ in unit lengths."""
    key = ("position_embeddings", params.centred, params.max_size)
    cosines, norms = look.circuits.kept(key, lambda: _found(look, params))
    stamp = weights_stamp(look)
    data = PositionEmbeddingsData(
        n_positions=len(norms),
        stride=stride_for(len(norms), params.max_size),
        n_tokens=len(look.clean.tokens) if stamp else 0,
        centred=params.centred,
        stamp=stamp,
    )
    return Answer(data, {"cosines": cosines, "norms": norms})


def _found(look: Look, params: PositionEmbeddingsParams) -> tuple[Array, Array]:
    vectors = look.circuits.tokens.positions()
    norms = vectors.norm(dim=-1)
    vectors = vectors - vectors.mean(0) if params.centred else vectors
    unit = vectors / vectors.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    cosines = extreme_pool(unit @ unit.T, params.max_size)
    return cosines.cpu().numpy(), norms.cpu().numpy().astype(np.float32)


def table(data: PositionEmbeddingsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of positions."""
    labels = [str(i) for i in range(0, data.n_positions, data.stride)]
    rows, cols = (Along(name, labels, stride=data.stride) for name in ("position", "other"))
    return grid("cosine", tensors["cosines"], rows, cols)


POSITION_EMBEDDINGS = View(
    "position_embeddings",
    PositionEmbeddingsParams,
    PositionEmbeddingsData,
    compute,
    table=table,
    example=PositionEmbeddingsParams(centred=True, max_size=64),
)
