"""Through one head, what each source token gives to a difference of logits at one position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import InterventionAxis, Stamp

from ..finite import bounded
from .contrasted import Contrasted, contrasted
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look


class SourceAttributionParams(Record):
    head: str
    """A head's name, ``L1H6`` or ``1.6``."""
    position: int = -1
    run: Literal["live", "plain"] = "live"
    answer: str | int | None = None
    """A token by its text or its id; None for the metric's."""
    distractor: str | int | None = None
    """Beside an ``answer``: None for that one's logit alone."""
    face: Literal["bars", "text"] = "bars"
    """How it is drawn; the numbers are the same."""


class SourceAttributionData(Record):
    """Tensors ``attribution``: float32 [source], in logits; ``attention``: float32 [source], of the head at
    the position."""

    head: str
    position: int
    run: InterventionAxis
    contrast: Contrasted
    tokens: list[str]
    """The whole prompt; those behind ``position`` can't be a source, and have no value."""
    head_total: float
    """What the head gives in all."""
    rest: float
    """Of that, what does not come from a source: an intervention on its ``z``, and rounding."""
    total: float
    """The difference that all parts of the model sum to."""
    soft_cap: float | None
    stamp: Stamp


def compute(look: Look, params: SourceAttributionParams) -> Answer:
    """Its attention to each token, times what that token's value writes along the logits' direction."""
    layer, head = look.head(params.head)
    position = look.position(params.position)
    run = look.live if params.run == "live" else look.plain
    contrast, told = contrasted(look, run, position, params.answer, params.distractor)
    found = look.attribution(run, position, contrast)
    by_source, attention, whole = found.by_source(layer, head)
    data = SourceAttributionData(
        head=f"L{layer}H{head}",
        position=position,
        run=params.run,
        contrast=told,
        tokens=[token.text for token in look.clean.tokens],
        head_total=bounded(whole),
        rest=bounded(whole - float(by_source.sum())),
        total=bounded(found.total),
        soft_cap=found.soft_cap,
        stamp=run.stamp,
    )
    there = slice(position + 1)
    tensors = {"attribution": by_source[there], "attention": attention[there]}
    return Answer(data, {name: each.cpu().numpy().astype(np.float32) for name, each in tensors.items()})


def table(data: SourceAttributionData, tensors: Mapping[str, Array]) -> Table:
    """A row for each source token."""
    sources = data.tokens[: data.position + 1]
    columns = {
        "source_index": range(len(sources)),
        "source": sources,
        "attention": tensors["attention"],
        "logit": tensors["attribution"],
    }
    return Table(columns, ("source",), "logit")


SOURCE_ATTRIBUTION = View(
    "source_attribution",
    SourceAttributionParams,
    SourceAttributionData,
    compute,
    table=table,
    example=SourceAttributionParams(head="L1H6"),
)
