"""The logit lens over many streams at once, a part of the vocabulary's width of rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run

_AT_ONCE = 2**25
"""Logits that are held at a time: 128 MiB of them."""


@dataclass(frozen=True, eq=False)
class LensReading:
    """What streams say when they are read as if each were the last layer's."""

    ids: Tensor
    """[stream, position, k] of the most probable tokens, largest first."""
    probs: Tensor
    """[stream, position, k]."""
    prob: Tensor
    """[stream, position], of the token that was asked for; NaN where there is none."""
    logit: Tensor
    """[stream, position]."""
    rank: Tensor
    """[stream, position]: 1, and 1 more for each token with a larger logit."""


def lens(
    held: Held, run: Run, streams: Sequence[str], positions: slice, tokens: Tensor | None, k: int
) -> LensReading:
    """Streams by their hooks at positions of a run. ``tokens``: the one that is measured at each
    [position] or [stream, position], -1 for none; None for each cell's most probable one."""
    run.load(streams)
    rows = torch.stack([run[hook][positions] for hook in streams])
    n, width = rows.shape[:2]
    asked = None if tokens is None else tokens.to(rows.device).expand(n, width).flatten()
    step = max(1, _AT_ONCE // held.info.structure.d_vocab)
    parts = [
        _read(
            held.executor.tail(part).float(), None if asked is None else asked[i * step : (i + 1) * step], k
        )
        for i, part in enumerate(rows.flatten(0, 1).split(step))
    ]
    whole = [torch.cat(each).unflatten(0, (n, width)) for each in zip(*parts, strict=True)]
    return LensReading(*whole)


def _read(logits: Tensor, tokens: Tensor | None, k: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Of rows of logits [row, vocab] and a token for each [row]."""
    total = logits.logsumexp(-1, keepdim=True)
    top = logits.topk(min(k, logits.shape[-1]), dim=-1)
    tokens = top.indices[:, 0] if tokens is None else tokens
    there = (tokens >= 0) & (tokens < logits.shape[-1])
    logit = logits.gather(-1, tokens.where(there, 0)[:, None])
    rank = (logits > logit).sum(-1) + 1.0
    prob, logit = (logit - total).exp()[:, 0], logit[:, 0]
    prob, logit, rank = (values.where(there, torch.nan) for values in (prob, logit, rank))
    return top.indices, (top.values - total).exp(), prob, logit, rank
