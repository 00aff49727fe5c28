"""Why a head looks where it looks: its scores at one query, split by what wrote the query and each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..reading.score_parts import ScoreParts
    from ..runs import Run

BESIDE = "beside"
OTHERS = "others"


class QkPartsParams(Record):
    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    run: str = "live"
    """``live``, ``plain``, or a counterfactual by its name."""
    position: int = -1
    """The query: the token that looks."""
    key: int | None = None
    """The token that is looked at; where None, the one that is looked at most."""
    heads: bool = False
    """Whether each head before is a writer of its own, in place of its attention layer."""
    relative: bool = False
    """Take off each part's mean over the keys: what all keys have alike does not change the attention."""
    k: int = Field(default=24, ge=2, le=100)
    """How many writers are told apart on each side; the others are summed."""
    face: Literal["pairs", "query", "key"] = "pairs"
    """What is drawn: pairs of writers at one key, or what the query's or the keys' writers give at all."""


class QkPartsData(Record):
    """Tensors, all float32: ``scores`` and ``attention`` [key]; ``by_query`` [writer, key] and ``by_key``
    [writer, key], the scores by what wrote either side, each summing to the score; ``matrix`` [writer of the
    query, writer of the key] at the chosen key. Not a number where the mask hides a key."""

    head: str
    run: str
    runs: list[str]
    position: int
    key: int
    tokens: list[str]
    """Up to the query."""
    query_writers: list[str]
    """In the model's order; what is left over last."""
    key_writers: list[str]
    relative: bool
    soft_cap: float | None
    """The scores are those before it."""
    stamp: Stamp


def compute(look: Look, params: QkPartsParams) -> Answer:
    """The parts of the largest size on either side."""
    layer, head = look.head(params.head)
    run = look.run(params.run)
    at = f"blocks.{layer}"
    run.load([f"{at}.attn.hook_pattern", f"{at}.attn.hook_attn_scores", f"{at}.ln1.hook_scale"])
    query = look.attention.place(run, params.position)
    attention = run.head_pattern(layer, head)[query, : query + 1]
    key = int(attention.argmax()) if params.key is None else look.attention.place(run, params.key)
    parts = look.attention.score_parts(run, layer, head, query, key, heads=params.heads)
    if params.relative:
        parts = parts.relative()
    return _answer(look, params, run, parts, (query, key, attention))


def _answer(
    look: Look, params: QkPartsParams, run: Run, parts: ScoreParts, at: tuple[int, int, Tensor]
) -> Answer:
    query, key, attention = at
    layer, head = look.head(params.head)
    rows, cols = _largest(parts.matrix.abs().sum(1), params.k), _largest(parts.matrix.abs().sum(0), params.k)
    beside = parts.beside[None]
    data = QkPartsData(
        head=f"L{layer}H{head}",
        run=params.run,
        runs=look.run_names,
        position=query,
        key=key,
        tokens=run.tokens[: query + 1],
        query_writers=[*_names(parts.writers, rows), BESIDE],
        key_writers=[*_names(parts.writers, cols), BESIDE],
        relative=params.relative,
        soft_cap=parts.soft_cap,
        stamp=run.stamp,
    )
    tensors = {
        "scores": parts.scores,
        "attention": attention,
        "by_query": _with_beside(_gathered(parts.by_query, rows), beside),
        "by_key": _with_beside(_gathered(parts.by_key, cols), beside),
        "matrix": _gathered(_gathered(parts.matrix, rows).T, cols).T,
    }
    return Answer(data, {name: each.float().cpu().numpy() for name, each in tensors.items()})


def _largest(sizes: Tensor, k: int) -> list[int]:
    """The numbers of the k largest, in order."""
    return sorted(sizes.nan_to_num(0).topk(min(k, len(sizes))).indices.tolist())


def _names(writers: Sequence[str], kept: Sequence[int]) -> list[str]:
    rest = [OTHERS] if len(kept) < len(writers) else []
    return [*(writers[i] for i in kept), *rest]


def _gathered(parts: Tensor, kept: Sequence[int]) -> Tensor:
    """[writer, ...] of those that are kept, and the sum of all others, if there are any."""
    found = parts[list(kept)]
    if len(kept) == len(parts):
        return found
    return _with_beside(found, parts.sum(0, keepdim=True) - found.sum(0, keepdim=True))


def _with_beside(parts: Tensor, row: Tensor) -> Tensor:
    both = parts.new_zeros(len(parts) + 1, *parts.shape[1:])
    both[:-1], both[-1:] = parts, row
    return both


def table(data: QkPartsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of writers at the chosen key."""
    rows, cols = (
        [name for name in names if name != BESIDE] for names in (data.query_writers, data.key_writers)
    )
    return grid("score", tensors["matrix"], Along("query_writer", rows), Along("key_writer", cols))


def of_query(data: QkPartsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of a writer of the query and a key."""
    return grid("score", tensors["by_query"], Along("query_writer", data.query_writers), _keys(data))


def of_keys(data: QkPartsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each pair of a writer of keys and a key."""
    return grid("score", tensors["by_key"], Along("key_writer", data.key_writers), _keys(data))


def _keys(data: QkPartsData) -> Along:
    return Along("key", data.tokens)


QK_PARTS = View(
    "qk_parts",
    QkPartsParams,
    QkPartsData,
    compute,
    table=table,
    faces={"query": of_query, "key": of_keys},
    example=QkPartsParams(head="L1H6", heads=True),
)
