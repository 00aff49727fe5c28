"""The logit lens: what the stream would predict after each layer, at each position, or how that changed.

After nostalgebraist, "interpreting GPT: the logit lens" (2020).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from trafolab_protocol.metric import AnswerToken
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..errors import MetricError
from .contrasted import OfferedToken, offered
from .feed import Answer, Array
from .table import Along, Table, grid
from .view import View

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look
    from ..runs import Run

_TOP = 5
_MEASURES = ("prob", "logit", "rank")


class LogitLensParams(Record):
    position: int = -1
    """The positions that are shown are those around it, unless ``first`` is given."""
    first: int | None = Field(default=None, ge=0)
    count: int = Field(default=20, ge=1, le=64)
    """How many positions are shown: each is read through the whole vocabulary, once for each layer."""
    points: Literal["layers", "halves"] = "layers"
    """Whether the stream is read after each layer alone, or between its attention and its MLP too."""
    run: str = "live"
    """``live``, ``plain``, or a counterfactual by its name."""
    minus: str | None = None
    """Another run, which is taken off: the same token of the same stream is measured there."""
    of: Literal["top", "token", "next"] = "top"
    """Which token is measured: the most probable one of each cell, a chosen one, or the one that follows in
    the prompt."""
    token: str | int | None = None
    """The chosen one by its text or its id; None for the metric's answer."""
    by: Literal["prob", "logit", "rank"] = "prob"
    """What colours the cells; all are answered."""


class LogitLensData(Record):
    """Tensors: ``ids`` int32 and ``probs`` float32 [stream, position, k] of the most probable tokens, largest
    first; ``prob``, ``logit`` and ``rank`` float32 [stream, position] of the token that is measured, NaN
    where there is none. With ``minus`` also ``prob_minus``, ``logit_minus`` and ``rank_minus``, of the same
    tokens in the other run."""

    streams: list[str]
    """``resid_pre.0`` first, then of every layer ``resid_mid.L``, if asked for, and ``resid_post.L``."""
    has_halves: bool
    """Whether there are points inside layers: not where attention and MLP read the same stream."""
    first: int
    tokens: list[str]
    """Those that stand at the positions shown."""
    n_tokens: int
    """Of the whole prompt."""
    d_vocab: int
    run: str
    minus: str | None
    runs: list[str]
    """The runs that can be asked for."""
    token: AnswerToken
    """The one that is chosen, or would be."""
    problem: str | None
    """Why it is not the one that was asked for."""
    offered: list[OfferedToken]
    """The most probable next tokens of the run at ``position``."""
    words: list[AnswerToken]
    """Those that are in ``ids``."""
    stamp: Stamp


def compute(look: Look, params: LogitLensParams) -> Answer:
    """Each stream through the final norm and the unembedding, at the positions shown alone."""
    run = look.run(params.run)
    position = look.attention.place(run, params.position)
    first, count = _window(params, position, run.n_tokens)
    token, problem = _token(look, params, run, position)
    points = _points(look, params)
    tensors = _read(look, params, run, list(points.values()), slice(first, first + count), token)
    data = LogitLensData(
        streams=list(points),
        has_halves=any("mid" in name for name in look.residual.points),
        first=first,
        tokens=run.tokens[first : first + count],
        n_tokens=run.n_tokens,
        d_vocab=run.logits.shape[-1],
        run=params.run,
        minus=params.minus,
        runs=look.run_names,
        token=token,
        problem=problem,
        offered=offered(look, run, position),
        words=[AnswerToken(id=i, text=look.token_text(i)) for i in np.unique(tensors["ids"]).tolist()],
        stamp=run.stamp,
    )
    return Answer(data, tensors)


def _points(look: Look, params: LogitLensParams) -> dict[str, str]:
    """Hooks by the names of what is read, bottom to top."""
    return look.residual.hooks if params.points == "halves" else look.residual.between_layers


def _read(
    look: Look, params: LogitLensParams, run: Run, hooks: Sequence[str], shown: slice, token: AnswerToken
) -> dict[str, Array]:
    measured = _measured(params, run, shown, token)
    found = look.lens(run, hooks, shown, measured, _TOP)
    tensors = {"ids": found.ids.cpu().numpy().astype(np.int32), "probs": _floats(found.probs)}
    tensors |= {name: _floats(getattr(found, name)) for name in _MEASURES}
    if params.minus is not None:
        same = found.ids[..., 0] if measured is None else measured
        beside = look.lens_beside(run, look.run(params.minus), hooks, shown, same)
        tensors |= {f"{name}_minus": _floats(getattr(beside, name)) for name in _MEASURES}
    return tensors


def _measured(params: LogitLensParams, run: Run, shown: slice, token: AnswerToken) -> Tensor | None:
    """The token at each of these positions, -1 for none; None for each cell's own."""
    if params.of == "top":
        return None
    if params.of == "token":
        return run.ids[shown].new_full((shown.stop - shown.start,), token.id)
    following = run.ids[shown.start + 1 : shown.stop + 1]
    measured = run.ids[shown].new_full((shown.stop - shown.start,), -1)
    measured[: len(following)] = following
    return measured


def _window(params: LogitLensParams, position: int, n: int) -> tuple[int, int]:
    """First position and how many, so that the last page is as full as the others."""
    count = min(params.count, n)
    first = position // count * count if params.first is None else params.first
    return max(0, min(first, n - count)), count


def _token(look: Look, params: LogitLensParams, run: Run, position: int) -> tuple[AnswerToken, str | None]:
    try:
        return look.contrast(run, position, params.token, None).answers[0], None
    except MetricError as error:
        problem = f"{error.what} {error.advice or ''}".strip()
        return look.contrast(run, position, None, None).answers[0], problem


def _floats(values: Tensor) -> Array:
    return values.cpu().numpy().astype(np.float32)


def table(data: LogitLensData, tensors: Mapping[str, Array]) -> Table:
    """A row for each cell where a token is measured, with the token that it would predict, and how much more
    probable the measured one is than in the run that is taken off."""
    tokens = [f"{data.first + i} {token}" for i, token in enumerate(data.tokens)]
    axes = Along("stream", data.streams), Along("position", tokens, data.first)
    found = grid("probability", tensors["prob"], *axes)
    there = ~np.isnan(tensors["prob"])
    words = {word.id: word.text for word in data.words}
    columns = {**found.columns, "logit": tensors["logit"][there], "rank": tensors["rank"][there]}
    columns["most_probable"] = [words[id] for id in tensors["ids"][..., 0][there].tolist()]
    if data.minus is None:
        return Table(columns, found.where, found.value, says="most_probable")
    columns["change"] = (tensors["prob"] - tensors["prob_minus"])[there]
    return Table(columns, found.where, "change", says="most_probable")


LOGIT_LENS = View(
    "logit_lens", LogitLensParams, LogitLensData, compute, table=table, example=LogitLensParams()
)
