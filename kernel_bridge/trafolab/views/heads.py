"""Every head at a glance: its pattern in miniature, and how much it looks like a known kind of head."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isnan
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..reading.pooling import stride_for
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look

PLACE_COLUMNS: Final = ("component", "layer", "head")
"""What says whose a score is in the table, beside a column that is called as the score is."""
_BYTES = 900_000
"""Of all miniatures together."""
_LEAST = 6
"""Smallest side of a miniature in cells."""


class HeadsParams(Record):
    run: str = "live"
    """``live``, ``plain``, or a counterfactual by its name."""
    on: Literal["prompt", "repeated"] = "prompt"
    """Whether heads are scored on the prompt, or on random tokens that come twice (without interventions)."""
    score: str = "induction"
    """``induction``, ``previous``, ``duplicate``, ``first``, ``entropy``, ``largest``, ``copying`` (by
    weights alone), or one of your own by its name; see ``lab.detector()``."""
    hide_bos: bool = False
    """Leave the first token out as a key, in the pictures and in the scores."""
    max_size: int = Field(default=28, ge=_LEAST, le=64)
    """Largest side of a miniature in cells."""
    sort: Literal["layer", "score", "score_up"] = "layer"
    """How they are ordered: by layer, by score from the largest or from the smallest."""
    least: float | None = Field(default=None, allow_inf_nan=False)
    """Shows heads of this score or more; all where None."""
    named: str = ""
    """Shows heads whose names have this part, such as ``L1``; all where empty."""


class HeadScore(Record):
    name: str
    label: str


class HeadsData(Record):
    """Tensors ``patterns``: uint8 [head, query, key], 255 is probability 1; ``scores``: float32 [head]."""

    heads: list[str]
    """Layer by layer."""
    score: str
    says: str
    """What the score is."""
    low: float
    high: float
    """The ends of its colours."""
    offered: list[HeadScore]
    """The scores that there are."""
    runs: list[str]
    """The runs that can be asked for."""
    on: Literal["prompt", "repeated"]
    hide_bos: bool
    size: int
    """Side of the miniatures really sent."""
    stride: int
    """Tokens a cell."""
    n_tokens: int
    stamp: Stamp


def compute(look: Look, params: HeadsParams) -> Answer:
    """Miniatures max-pooled so that all of them together are at most 1 MB, and a score of each head."""
    reading = look.attention
    detector = reading.detector(params.score)
    patterns = reading.patterns(params.run) if params.on == "prompt" else reading.repeated()
    heads, scores = reading.scores(detector, patterns, hide_bos=params.hide_bos)
    n = len(patterns.tokens)
    low, high = detector.reach(scores, n)
    side = min(params.max_size, max(_LEAST, int((_BYTES / len(heads)) ** 0.5)))
    pooled = patterns.pooled(side, hide_bos=params.hide_bos)
    small = np.concatenate([pixels(each) for each in pooled.values()])
    data = HeadsData(
        heads=heads,
        score=params.score,
        says=detector.says,
        low=low,
        high=high,
        offered=[HeadScore(name=name, label=each.label) for name, each in reading.detectors.items()],
        runs=look.run_names,
        on=params.on,
        hide_bos=params.hide_bos,
        size=small.shape[-1],
        stride=stride_for(n, side),
        n_tokens=n,
        stamp=patterns.stamp,
    )
    return Answer(data, {"patterns": small, "scores": scores.numpy().astype(np.float32)})


def pixels(pattern: Tensor) -> Array:
    """Attention as uint8, 255 is probability 1."""
    return np.rint(np.nan_to_num(pattern.cpu().numpy()).clip(0, 1) * 255).astype(np.uint8)


def table(data: HeadsData, tensors: Mapping[str, Array]) -> Table:
    """A row for each head."""
    places = [head[1:].split("H") for head in data.heads]
    whose = (data.heads, [int(layer) for layer, _ in places], [int(head) for _, head in places])
    columns = {**dict(zip(PLACE_COLUMNS, whose, strict=True)), data.score: tensors["scores"]}
    return Table(columns, ("component",), data.score)


def arranged(table: Table, params: HeadsParams) -> Table:
    """Those of this score and such a name, ordered as they are seen: heads without a score come last."""
    names, scores = table.columns["component"], [float(score) for score in table.columns[table.value]]
    part, least = params.named.strip().lower(), params.least
    kept = [
        i for i, score in enumerate(scores) if part in names[i].lower() and (least is None or score >= least)
    ]
    if params.sort == "layer":
        return table.taken(kept)
    sign = -1 if params.sort == "score" else 1
    return table.taken(sorted(kept, key=lambda i: inf if isnan(scores[i]) else sign * scores[i]))


def version(look: Look, params: HeadsParams) -> object:
    """A person may give a function another meaning."""
    del params
    return look.attention.elsewhere.detectors.version


HEADS = View(
    "heads",
    HeadsParams,
    HeadsData,
    compute,
    version=version,
    table=table,
    arranged=arranged,
    example=HeadsParams(),
)
