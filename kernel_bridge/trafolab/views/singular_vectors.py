"""The directions along which a head or an MLP does most, read as tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded
from .circuit_records import CircuitToken, weights_stamp
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look
    from ..reading.singular import Ends


class SingularVectorsParams(Record):
    component: str
    """A head, ``L1H6``, or an MLP, ``mlp.0``."""
    matrix: Literal["", "OV", "W_in", "W_gate", "W_out"] = ""
    """Of an MLP; the first that it has where it has none of that name. A head's is OV."""
    first: int = Field(default=0, ge=0, le=63)
    """The first of the vectors that are shown."""
    n: int = Field(default=6, ge=1, le=24)
    """How many."""
    k: int = Field(default=8, ge=1, le=30)
    """Tokens at each end."""
    read_by: Literal["embed", "unembed"] = "embed"
    """What stands for the tokens on the side that reads."""


class TokenEnds(Record):
    top: list[CircuitToken]
    bottom: list[CircuitToken]


class SingularVector(Record):
    index: int
    value: float
    share: float
    """Of the matrix's squared norm."""
    reads: TokenEnds | None
    """None where the matrix reads no stream."""
    writes: TokenEnds | None
    """None where it writes none."""


class SingularVectorsData(Record):
    """Tensor ``values``: float32 [rank], all singular values, largest first."""

    component: str
    matrix: str
    there: list[str]
    first: int
    vectors: list[SingularVector]
    read_by: Literal["embed", "unembed"]
    stamp: Stamp | None


def compute(look: Look, params: SingularVectorsParams) -> Answer:
    """Singular vectors as tokens (Millidge and Black 2022), through the norms."""
    part = slice(params.first, min(params.first + params.n, 64))
    found = look.circuits.singular(params.component, params.matrix, part, params.k, params.read_by)
    squares = found.values.square()
    shares: list[float] = (squares / squares.sum().clamp_min(1e-30)).tolist()
    values: list[float] = found.values.tolist()
    data = SingularVectorsData(
        component=found.component,
        matrix=found.matrix,
        there=found.there,
        first=params.first,
        vectors=[
            SingularVector(
                index=i,
                value=bounded(values[i]),
                share=bounded(shares[i]),
                reads=_ends(look, found.reads, i - params.first),
                writes=_ends(look, found.writes, i - params.first),
            )
            for i in range(*part.indices(len(values)))
        ],
        read_by=params.read_by,
        stamp=weights_stamp(look),
    )
    return Answer(data, {"values": found.values.cpu().numpy()})


def _ends(look: Look, ends: Sequence[Ends] | None, i: int) -> TokenEnds | None:
    if ends is None:
        return None
    top, bottom = (
        [CircuitToken(id=id, token=look.token_text(id), value=bounded(value)) for id, value in end]
        for end in ends[i]
    )
    return TokenEnds(top=top, bottom=bottom)


def table(data: SingularVectorsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token at an end of a vector."""
    del tensors
    rows = [
        (vector.index, vector.value, side, end, each.token, each.id, each.value)
        for vector in data.vectors
        for side, ends in (("reads", vector.reads), ("writes", vector.writes))
        if ends is not None
        for end, tokens in (("top", ends.top), ("bottom", ends.bottom))
        for each in tokens
    ]
    names = ("vector", "singular_value", "side", "end", "token", "id", "value")
    return Table({name: [row[i] for row in rows] for i, name in enumerate(names)}, ("token",), "value")


SINGULAR_VECTORS = View(
    "singular_vectors",
    SingularVectorsParams,
    SingularVectorsData,
    compute,
    table=table,
    example=SingularVectorsParams(component="L1H6", n=4, k=6),
)
