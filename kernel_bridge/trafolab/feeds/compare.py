"""Two states side by side: what each predicts, its metric, and how the attention patterns differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import bounded, finite
from ..reading.pooling import max_pool
from ..views.feed import Answer, Array, Feed

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..looking.named import Compared
    from ..runs import Run


class CompareParams(Record):
    a: str
    """Name of a saved state, ``now`` for the laboratory as it is, ``plain`` for it without interventions."""
    b: str
    position: int = -1
    k: int = Field(default=10, ge=1, le=200)
    head: str | None = None
    """The head whose patterns are sent; that with the largest difference where None."""
    max_size: int = Field(default=256, ge=2, le=4096)


class ComparedState(Record):
    name: str
    prompt: list[str]
    """Its clean prompt, token by token."""
    metric_label: str
    metric: float | None
    code: list[str]
    """The lines of its interventions that act."""


class ComparedRow(Record):
    id: int
    token: str
    prob_a: float
    prob_b: float
    logit_a: float
    logit_b: float


class CompareData(Record):
    a: ComparedState
    b: ComparedState
    position: int
    """In the prompt of ``a``; the same from the end in that of ``b`` where it was negative."""
    rows: list[ComparedRow]
    """The k tokens with the largest of both probabilities, largest first."""
    heads: list[str]
    """In the order of the tensor ``change``; empty where the prompts differ in length."""
    head: str | None
    size: int
    reason: str | None
    """Why there are no patterns to compare, where there are none."""
    stamp: Stamp


def compute(look: Look, params: CompareParams) -> Answer:
    """Tensors: ``change`` float32 [head], the largest absolute difference of the pattern; ``pattern_a`` and
    ``pattern_b`` float16 [query, key] of one head, max-pooled to ``max_size``."""
    a, b = look.compared(params.a), look.compared(params.b)
    heads, change, reason = _changes(look, a.run, b.run)
    head = params.head if params.head in heads else (heads[int(change.argmax())] if heads else None)
    tensors: dict[str, Array] = {"change": change}
    size = 0
    if head is not None:
        layer, index = look.head(head)
        for name, run in (("pattern_a", a.run), ("pattern_b", b.run)):
            shown = max_pool(run.head_pattern(layer, index), params.max_size)
            tensors[name] = shown.cpu().numpy().astype(np.float16)
            size = int(shown.shape[-1])
    data = CompareData(
        a=_state(a),
        b=_state(b),
        position=_position(a.run, params.position),
        rows=_rows(look, a.run, b.run, params),
        heads=heads,
        head=head,
        size=size,
        reason=reason,
        stamp=a.run.stamp,
    )
    return Answer(data, tensors)


def _state(compared: Compared) -> ComparedState:
    return ComparedState(
        name=compared.name,
        prompt=compared.run.tokens,
        metric_label=compared.metric_label,
        metric=finite(compared.run.metric),
        code=list(compared.code),
    )


def _position(run: Run, position: int) -> int:
    index = position + run.n_tokens if position < 0 else position
    return max(0, min(index, run.n_tokens - 1))


def _rows(look: Look, a: Run, b: Run, params: CompareParams) -> list[ComparedRow]:
    logits = [run.logits[_position(run, params.position)].float() for run in (a, b)]
    probs = [row.softmax(-1) for row in logits]
    largest = probs[0].maximum(probs[1])
    ids: list[int] = largest.topk(min(params.k, largest.shape[-1])).indices.tolist()
    return [
        ComparedRow(
            id=i,
            token=look.token_text(i),
            prob_a=bounded(float(probs[0][i])),
            prob_b=bounded(float(probs[1][i])),
            logit_a=bounded(float(logits[0][i])),
            logit_b=bounded(float(logits[1][i])),
        )
        for i in ids
    ]


def _changes(look: Look, a: Run, b: Run) -> tuple[list[str], Array, str | None]:
    if a.n_tokens != b.n_tokens:
        reason = (
            f"The prompts have {a.n_tokens} and {b.n_tokens} tokens, so their patterns have no common cells."
        )
        return [], np.zeros(0, dtype=np.float32), reason
    layers = look.attention_layers
    pairs = zip(a.patterns(layers).items(), b.patterns(layers).values(), strict=True)
    heads: list[str] = []
    found: list[Array] = []
    for (layer, one), other in pairs:
        heads += [f"L{layer}H{head}" for head in range(one.shape[0])]
        found.append(_largest(one, other))
    empty = np.zeros(0, dtype=np.float32)
    return heads, np.concatenate(found) if found else empty, None if heads else "There are no patterns."


def _largest(one: Tensor, other: Tensor) -> Array:
    """[head]: largest absolute difference of two patterns."""
    difference = (one.float() - other.float()).nan_to_num(0, 0, 0).abs()
    return difference.amax(dim=(1, 2)).cpu().numpy()


COMPARE = Feed("compare", CompareParams, CompareData, compute)
