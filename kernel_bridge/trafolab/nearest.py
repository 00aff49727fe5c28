"""What a direction means: the tokens that lie along it, and other directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.directions import Space

if TYPE_CHECKING:
    from .models.held import Held


@dataclass(frozen=True)
class Nearest:
    """A token, and the cosine between its vector and a direction."""

    id: int
    token: str
    cosine: float


def nearest(vector: Tensor, held: Held, k: int, space: Space) -> list[Nearest]:
    """The k tokens with the largest cosine, largest first."""
    rows = held.token_vectors(space).float()
    # One product: the rows in unit length would be a second unembedding.
    found = (rows @ vector.to(rows)) / (rows.norm(dim=-1) * vector.float().norm()).clamp_min(1e-12)
    top = found.nan_to_num(-1).topk(min(k, len(found)))
    pairs = zip(top.indices.tolist(), top.values.tolist(), strict=True)
    return [Nearest(id=i, token=held.words.text(i), cosine=cosine) for i, cosine in pairs]


def cosines(vectors: Sequence[Tensor]) -> Tensor:
    """[n, n] cosines between directions."""
    stacked = torch.nn.functional.normalize(torch.stack([v.float().cpu() for v in vectors]), dim=-1)
    return stacked @ stacked.T
