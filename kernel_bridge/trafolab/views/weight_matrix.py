"""Any weight matrix as a heat map, whole or in part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import ViewError
from ..finite import bounded
from ..reading.pooling import extreme_pool, stride_for
from .circuit_records import weights_stamp
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look

Index = Annotated[int, Field(ge=0)]
Range = Annotated[list[Index], Field(min_length=2, max_length=2)]
Axis = Literal["token", "position", "stream", "head", "neuron"]
NAMES = ("W_E", "W_U", "W_pos", "W_Q", "W_K", "W_V", "W_O", "OV", "QK", "W_in", "W_gate", "W_out")


class WeightMatrixParams(Record):
    component: str = ""
    """Such as ``L1H6``, ``attn.1``, ``mlp.0``, ``embed``, ``unembed``; empty: ``of``."""
    of: str = "embed"
    """What is looked at where no component is selected."""
    matrix: str = ""
    """By the name that papers use, such as ``W_Q``, or ``OV``; the first where there is none of that name."""
    rows: Range | None = None
    """The part that is looked at: from the first up to, without, the second."""
    cols: Range | None = None
    max_size: int = Field(default=128, ge=2, le=480)


class WeightMatrixData(Record):
    """Tensor ``weights``: float32 [row, col] of the part, each cell what is farthest from zero in it."""

    component: str
    matrix: str
    there: list[str]
    """What the component has."""
    choices: list[str]
    """Components that can be asked for, heads aside."""
    shape: list[int]
    rows: list[int]
    """The part: from the first up to, without, the second."""
    cols: list[int]
    row_stride: int
    """Rows a cell."""
    col_stride: int
    row_axis: Axis
    """What the rows are: tokens, positions, directions of the stream, of a head, or neurons."""
    col_axis: Axis
    row_labels: list[str]
    """Of the first row of each cell."""
    col_labels: list[str]
    norm: float
    """Frobenius norm of the whole."""
    rms: float
    """Root of the mean square of its entries."""
    largest: float
    """Largest magnitude of its entries."""
    stamp: Stamp | None


def compute(look: Look, params: WeightMatrixParams) -> Answer:
    """The matrix as it is in the model: norms and biases are not folded into it."""
    component, there = look.circuits.matrices(params.component or params.of)
    name = _chosen(params.matrix, list(there))
    matrix = there[name]
    weights = matrix.weights().detach()
    rows, cols = (
        _range(given, length) for given, length in zip((params.rows, params.cols), weights.shape, strict=True)
    )
    part = extreme_pool(weights[rows[0] : rows[1], cols[0] : cols[1]], params.max_size)
    strides = [stride_for(end - start, params.max_size) for start, end in (rows, cols)]
    norm, largest = _figures(look, (component, name), weights)
    data = WeightMatrixData(
        component=component,
        matrix=name,
        there=list(there),
        choices=look.circuits.components,
        shape=list(weights.shape),
        rows=rows,
        cols=cols,
        row_stride=strides[0],
        col_stride=strides[1],
        row_axis=matrix.rows,
        col_axis=matrix.cols,
        row_labels=_labels(look, matrix.rows, rows, strides[0]),
        col_labels=_labels(look, matrix.cols, cols, strides[1]),
        norm=bounded(norm),
        rms=bounded(norm / max(1, weights.numel()) ** 0.5),
        largest=bounded(largest),
        stamp=weights_stamp(look),
    )
    return Answer(data, {"weights": part.cpu().numpy()})


def _chosen(name: str, there: list[str]) -> str:
    if name and name not in NAMES:
        raise ViewError(
            "no_matrix", f"There is no matrix named {name}.", name, f"There are: {', '.join(NAMES)}."
        )
    return name if name in there else there[0]


def _range(given: list[int] | None, length: int) -> list[int]:
    """The part, or all where it is none of this matrix."""
    start, end = given or (0, length)
    return [start, min(end, length)] if start < min(end, length) else [0, length]


def _figures(look: Look, key: tuple[str, str], weights: Tensor) -> tuple[float, float]:
    """Norm and largest magnitude."""

    def make() -> tuple[float, float]:
        return float(weights.float().norm()), float(weights.abs().max())

    return look.circuits.kept(("weight_matrix", *key), make)


def _labels(look: Look, axis: Axis, part: list[int], stride: int) -> list[str]:
    places = range(part[0], part[1], stride)
    return [look.token_text(i) for i in places] if axis == "token" else [str(i) for i in places]


def table(data: WeightMatrixData, tensors: Mapping[str, Array]) -> Table:
    """A row for each cell."""
    rows = Along("row", data.row_labels, data.rows[0], data.row_stride)
    cols = Along("col", data.col_labels, data.cols[0], data.col_stride)
    return grid("weight", tensors["weights"], rows, cols)


WEIGHT_MATRIX = View(
    "weight_matrix",
    WeightMatrixParams,
    WeightMatrixData,
    compute,
    table=table,
    example=WeightMatrixParams(component="L1H6", matrix="W_V"),
)
