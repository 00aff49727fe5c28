"""One head's attention pattern, at the resolution that is on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import InterventionAxis, Stamp

from .pooling import max_pool, stride_for, without_bos
from .view import Answer, View

if TYPE_CHECKING:
    from ..look import Look


class AttentionParams(Record):
    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    run: Literal["live", "plain"] = "live"
    hide_bos: bool = False
    max_size: int = Field(default=512, ge=2, le=4096)


class AttentionData(Record):
    head: str
    run: InterventionAxis
    tokens: list[str]
    size: int
    """Side of the tensor in cells."""
    stride: int
    """Tokens a cell; more than 1 where the prompt is longer than ``max_size``."""
    hide_bos: bool
    stamp: Stamp


def compute(look: Look, params: AttentionParams) -> Answer:
    """Tensor ``pattern``: float16 [query, key], max-pooled where ``stride`` is more than 1."""
    layer, head = look.head(params.head)
    run = look.live if params.run == "live" else look.plain
    pattern = run.head_pattern(layer, head)
    shown = max_pool(without_bos(pattern) if params.hide_bos else pattern, params.max_size)
    data = AttentionData(
        head=f"L{layer}H{head}",
        run=params.run,
        tokens=[token.text for token in look.clean.tokens],
        size=shown.shape[-1],
        stride=stride_for(pattern.shape[-1], params.max_size),
        hide_bos=params.hide_bos,
        stamp=run.stamp,
    )
    return Answer(data, {"pattern": shown.cpu().numpy().astype(np.float16)})


ATTENTION = View("attention", AttentionParams, AttentionData, compute)
