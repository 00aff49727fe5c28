"""What the two circuits of a head over tokens, OV and QK, have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.prompts import Token
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import PromptError
from ..finite import bounded
from ..reading.pooling import extreme_pool, stride_for
from .feed import Array
from .table import Along, Table, grid

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..reading.token_circuit import Entry, TokenCircuit


class CircuitParams(Record):
    """What both are asked with."""

    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    embedding: Literal["raw", "after_mlp0"] = "raw"
    """What stands for a token: its embedding, or that with what the first MLP makes of it alone."""
    position: int = -1
    """The token of the prompt whose whole row is read."""
    k: int = Field(default=10, ge=1, le=50)
    max_size: int = Field(default=256, ge=2, le=512)


class CircuitToken(Record):
    id: int
    token: str
    value: float


class CircuitPair(Record):
    row: str
    row_id: int
    col: str
    col_id: int
    value: float


class CircuitVocabulary(Record):
    """What a circuit does over all tokens. Beside it ``eigenvalues``: float32 [d_head, 2]."""

    positive: float
    """Σλ / Σ|λ| of the eigenvalues, from −1 to 1."""
    own_in_top: float
    """Share of the rows whose own token is among the ``k`` largest."""
    n_rows: int
    """Rows that were looked at for it, and for the pairs; a seeded sample where the vocabulary is large."""
    n_spanned: int
    """Tokens that the eigenvalues come from."""
    largest: list[CircuitPair]
    """At most one a row."""
    smallest: list[CircuitPair]


class CircuitData(Record):
    """Tensor ``entries``: float32 [token, token] of the prompt; empty where there is no prompt."""

    head: str
    d_vocab: int
    k: int
    embedding: Literal["raw", "after_mlp0"]
    has_mlp0: bool
    tokens: list[str]
    size: int
    """Side of the tensor in cells."""
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``: what is farthest from zero."""
    position: int | None
    """The token whose row follows; None where there is no prompt."""
    top: list[CircuitToken]
    """The largest of its row over the vocabulary."""
    bottom: list[CircuitToken]
    vocabulary: CircuitVocabulary
    stamp: Stamp | None


def circuit_fields(
    look: Look, params: CircuitParams, named: tuple[int, int], key: object, circuit: TokenCircuit
) -> tuple[dict[str, object], dict[str, Array]]:
    """All fields of :class:`CircuitData`, and its tensors; ``key`` tells the circuit from all others."""
    fields, entries = over_prompt(look, params, circuit)
    vocabulary, eigenvalues = over_vocabulary(look, params, key, circuit)
    layer, head = named
    known = {
        "head": f"L{layer}H{head}",
        "d_vocab": circuit.d_vocab,
        "k": params.k,
        "embedding": params.embedding,
        "has_mlp0": look.circuits.tokens.has_mlp0,
        "vocabulary": vocabulary,
        "stamp": weights_stamp(look),
    }
    return {**known, **fields}, {"entries": entries, "eigenvalues": eigenvalues}


def prompt_tokens(look: Look) -> list[Token]:
    """The clean prompt's; none where there is no prompt: weights can be read without."""
    try:
        return list(look.clean.tokens)
    except PromptError:
        return []


def weights_stamp(look: Look) -> Stamp | None:
    """Under what weights were read, as far as a run says."""
    return look.plain.stamp if prompt_tokens(look) else None


def over_prompt(
    look: Look, params: CircuitParams, circuit: TokenCircuit
) -> tuple[Mapping[str, object], Array]:
    """Fields of :class:`CircuitData` on the prompt's tokens, and the tensor ``entries``."""
    tokens = prompt_tokens(look)
    if not tokens:
        nothing = np.zeros((0, 0), np.float32)
        return {"tokens": [], "size": 0, "stride": 1, "position": None, "top": [], "bottom": []}, nothing
    ids = look.ids([token.id for token in tokens])
    entries = extreme_pool(circuit.entries(ids, ids), params.max_size)
    at = look.position(params.position)
    columns, values = circuit.row(tokens[at].id)
    fields = {
        "tokens": [token.text for token in tokens],
        "size": len(entries),
        "stride": stride_for(len(tokens), params.max_size),
        "position": at,
        "top": _ends(look, columns, values, params.k, largest=True),
        "bottom": _ends(look, columns, values, params.k, largest=False),
    }
    return fields, entries.cpu().numpy()


def _ends(look: Look, columns: Tensor, values: Tensor, k: int, *, largest: bool) -> list[CircuitToken]:
    found = values.topk(min(k, len(values)), largest=largest)
    pairs = zip(columns[found.indices].tolist(), found.values.tolist(), strict=True)
    return [CircuitToken(id=i, token=look.token_text(i), value=bounded(value)) for i, value in pairs]


def over_vocabulary(
    look: Look, params: CircuitParams, key: object, circuit: TokenCircuit
) -> tuple[CircuitVocabulary, Array]:
    """What it does over the vocabulary, and the tensor ``eigenvalues``."""
    found = look.circuits.found(key, lambda: circuit, params.k)
    told = CircuitVocabulary(
        positive=bounded(found.positive),
        own_in_top=found.own_in_top,
        n_rows=len(found.rows),
        n_spanned=found.n_spanned,
        largest=[_pair(look, entry) for entry in found.largest],
        smallest=[_pair(look, entry) for entry in found.smallest],
    )
    return told, found.eigenvalues.cpu().numpy()


def _pair(look: Look, entry: Entry) -> CircuitPair:
    row, col, value = entry
    return CircuitPair(
        row=look.token_text(row), row_id=row, col=look.token_text(col), col_id=col, value=bounded(value)
    )


def circuit_table(data: CircuitData, tensors: Mapping[str, Array], rows: str, cols: str, value: str) -> Table:
    """A row for each cell of the prompt; without one, for each of the vocabulary's pairs."""
    if data.size:
        labels = data.tokens[:: data.stride]
        of_rows, of_cols = (Along(name, labels, stride=data.stride) for name in (rows, cols))
        return grid(value, tensors["entries"], of_rows, of_cols)
    return vocabulary_table(data, rows, cols, value)


def vocabulary_table(data: CircuitData, rows: str, cols: str, value: str) -> Table:
    """A row for each of the vocabulary's pairs that are told: the largest first, then the smallest."""
    pairs = [*data.vocabulary.largest, *data.vocabulary.smallest]
    columns = {
        f"{rows}_index": [pair.row_id for pair in pairs],
        rows: [pair.row for pair in pairs],
        f"{cols}_index": [pair.col_id for pair in pairs],
        cols: [pair.col for pair in pairs],
        value: [pair.value for pair in pairs],
    }
    return Table(columns, (rows, cols), value)
