"""How near vectors are to the tokens' own, in the embedding or the unembedding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.directions import Space

if TYPE_CHECKING:
    from .circuits import Circuits

_CHUNK = 8192


@dataclass(frozen=True)
class Neighbours:
    """Of one vector."""

    nearest: list[tuple[int, float]]
    """Token and cosine, largest first."""
    length: float
    """Of the vector."""
    mean: float
    """Of the cosines with all tokens."""
    spread: float
    """Their standard deviation."""


@torch.no_grad()
def neighbours(
    circuits: Circuits, plus: list[int], minus: list[int], space: Space, k: int, *, centred: bool
) -> Neighbours:
    """Of the sum of some tokens' vectors less those of others, with those themselves left out. ``centred``:
    all vectors are taken from the mean of all."""
    rows = circuits.tokens.rows(space)
    middle = circuits.kept(("mean vector", space), lambda: rows.float().mean(0)) if centred else None
    own = _vectors(rows, torch.tensor([*plus, *minus], device=rows.device), middle)
    signs = torch.tensor([1.0] * len(plus) + [-1.0] * len(minus), device=rows.device)
    vector = (own * signs[:, None]).sum(0)
    ids = torch.arange(len(rows), device=rows.device)
    found = torch.cat([_cosines(_vectors(rows, part, middle), vector) for part in ids.split(_CHUNK)])
    given = torch.tensor(sorted({*plus, *minus}), device=rows.device)
    left = found.index_fill(0, given, -torch.inf)
    top = left.topk(min(k, len(rows) - len(given)))
    nearest = list(zip(top.indices.tolist(), top.values.tolist(), strict=True))
    return Neighbours(nearest, float(vector.norm()), float(found.mean()), float(found.std()))


def _vectors(rows: Tensor, ids: Tensor, middle: Tensor | None) -> Tensor:
    found = rows[ids].float()
    return found if middle is None else found - middle


def _cosines(rows: Tensor, vector: Tensor) -> Tensor:
    return (rows @ vector) / (rows.norm(dim=-1) * vector.norm()).clamp_min(1e-12)
