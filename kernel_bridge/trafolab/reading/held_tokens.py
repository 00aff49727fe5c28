"""Which tokens a vector of the stream points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.directions import Space

from .neurons import Keep
from .norms import gain_of

if TYPE_CHECKING:
    from ..models.held import Held

_ROWS = 8192
"""So many rows are put into float32 at once."""


def token_cosines(held: Held, keep: Keep, vector: Tensor, space: Space) -> Tensor:
    """Between a vector of the stream and each token's row, [vocab]; 0 for a vector of zeros.

    In the space of the unembedding the vector goes through the final norm's centring and weight first, as it
    does on its way to the logits; its scale and its bias are left out.
    """
    final = "ln_final.hook_scale" in held.shadow.hooks
    if space == "unembed" and final:
        gain = gain_of(held.shadow.model.get_submodule("ln_final"), len(vector))
        vector = gain.linear(vector, vector.new_ones(1))
    rows = held.token_vectors(space)
    found = (rows @ vector.to(rows)).float()
    sizes = keep(("row norms", space), lambda: _norms(rows))
    return found / (sizes * vector.norm()).clamp_min(1e-12)


def _norms(rows: Tensor) -> Tensor:
    return torch.cat([torch.linalg.vector_norm(part.float(), dim=-1) for part in rows.split(_ROWS)])
