"""How surprising each token of the prompt is to the model, live beside plain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..finite import finite
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look
    from ..runs import Run

_ROWS = 128
"""Positions whose logits are read at a time."""


class TokenLossParams(Record):
    of: Literal["loss", "prob"] = "loss"
    show: Literal["live", "plain", "difference"] = "live"
    """The difference is live less plain."""
    face: Literal["text", "bars"] = "text"
    """How it is drawn; the numbers are the same."""


class TokenLossData(Record):
    """Tensors ``live`` and ``plain``: float32 [pos], each token's loss in nats, NaN at 0,
    which nothing precedes, and for ids that the model can read but never answer."""

    tokens: list[str]
    mean_live: float | None
    """Over all tokens that have a loss; None where none has, or it is no finite number."""
    mean_plain: float | None
    same: bool
    """Nothing acts: live and plain are one run."""
    stamp: Stamp


def compute(look: Look, params: TokenLossParams) -> Answer:
    """The negative logarithm of each token's probability, given those before it."""
    del params
    live, plain = look.live, look.plain
    same = live.logits is plain.logits
    of_live = losses(live)
    of_plain = of_live if same else losses(plain)
    data = TokenLossData(
        tokens=[token.text for token in look.clean.tokens],
        mean_live=_mean(of_live),
        mean_plain=_mean(of_plain),
        same=same,
        stamp=live.stamp,
    )
    return Answer(data, {"live": of_live, "plain": of_plain})


def losses(run: Run) -> Array:
    """Loss [pos] of each token of a run, in nats; NaN where there is none."""
    out = np.full(run.n_tokens, np.nan, dtype=np.float32)
    following, size = run.ids[1:, None], run.logits.shape[-1]
    for first in range(0, run.n_tokens - 1, _ROWS):
        rows = run.logits[first : min(first + _ROWS, run.n_tokens - 1)].float()
        ids = following[first : first + _ROWS]
        read = rows.gather(-1, ids.clamp(max=size - 1))
        loss = (rows.logsumexp(-1, keepdim=True) - read).where(ids < size, np.nan)
        out[first + 1 : first + 1 + len(rows)] = loss[:, 0].cpu().numpy()
    return out


def _mean(values: Array) -> float | None:
    there = values[~np.isnan(values)]
    return finite(float(there.mean())) if len(there) else None


def table(data: TokenLossData, tensors: Mapping[str, Array]) -> Table:
    """A row for each token; the first has no loss."""
    losses = {name: tensors[name] for name in ("live", "plain")}
    columns = {"position": range(len(data.tokens)), "token": data.tokens}
    probs = {f"{name}_prob": np.exp(-values) for name, values in losses.items()}
    both = {"loss": losses["live"], "plain_loss": losses["plain"]}
    return Table({**columns, **both, **probs}, ("token",), "loss", beside="plain_loss")


TOKEN_LOSS = View(
    "token_loss", TokenLossParams, TokenLossData, compute, table=table, example=TokenLossParams()
)
