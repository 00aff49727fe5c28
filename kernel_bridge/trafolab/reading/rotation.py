"""Rotary positions: a query and a key meet turned against each other by their distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..errors import ViewError


@dataclass(frozen=True)
class Rotation:
    """By one distance, on the first part of each head; the two halves of that part turn together."""

    cosine: Tensor
    """[rotary]."""
    sine: Tensor

    @classmethod
    def of(cls, model: Any, distance: int) -> Rotation:
        """The model's own, by its Hugging Face module. Raises :class:`ViewError` where there is none."""
        rotary = getattr(model, "rotary_emb", None)
        try:
            place = torch.tensor([[distance]], device=model.W_E.device)
            ones = torch.zeros(1, 1, model.cfg.d_model, device=place.device)
            cosine, sine = rotary.original_component(ones, place)  # pyright: ignore[reportOptionalMemberAccess]
        except (AttributeError, TypeError, KeyError, ValueError, RuntimeError) as error:
            raise _unknown() from error
        paired = getattr(model.cfg, "rotary_adjacent_pairs", False)
        if paired or getattr(model.cfg, "rotary_interleaved_cos_sin", False):
            raise _unknown()
        return cls(cosine[0, 0].float(), sine[0, 0].float())

    def turned(self, queries: Tensor) -> Tensor:
        """[..., d_head] as a key at distance 0 meets them."""
        width = self.cosine.shape[-1]
        part, rest = queries[..., :width], queries[..., width:]
        low, high = part.chunk(2, -1)
        swapped = torch.cat([-high, low], -1)
        return torch.cat([part * self.cosine + swapped * self.sine, rest], -1)


def _unknown() -> ViewError:
    what = "How this model turns queries and keys by their distance is not known."
    return ViewError("no_rotation", what, "distance", "Ask with distance=0, which leaves positions out.")
