"""A norm at a scale that it had: a linear map, found by asking the norm itself and not its architecture."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

_LARGE = 1e3
"""Beside which what a norm adds before it divides is nothing."""


@dataclass(frozen=True, eq=False)
class Gain:
    """What a norm does beside dividing by its scale."""

    weight: Tensor
    """[d_model], with the 1 that some architectures add."""
    bias: Tensor
    """[d_model]."""
    centred: bool
    """Whether the mean is taken away first."""

    def linear(self, values: Tensor, scale: Tensor) -> Tensor:
        """Values [..., d_model] behind the norm at a scale [..., 1], its bias left out."""
        return self._centre(values) / scale * self.weight

    def pulled(self, directions: Tensor, scale: Tensor) -> Tensor:
        """Directions [..., d_model] behind the norm as they are before it, at a scale [1]: the transpose."""
        return self._centre(directions * self.weight) / scale

    def _centre(self, values: Tensor) -> Tensor:
        return values - values.mean(-1, keepdim=True) if self.centred else values


def gain_of(norm: Any, width: int) -> Gain:
    """That of a bridge's norm, in float32."""
    inner = copy.deepcopy(norm.original_component).float()
    device = next((tensor.device for tensor in inner.parameters()), torch.device("cpu"))
    steps = torch.arange(width, device=device) % 7
    row = _LARGE * (steps + 1.0)
    with torch.no_grad():
        up, down, moved = inner(torch.stack([row, -row, row + 5 * _LARGE]))
    centred = bool(torch.allclose(up, moved, atol=1e-3))
    own = row - row.mean() if centred else row
    unit = own / own.pow(2).mean().sqrt()
    return Gain((up - down) / 2 / unit, (up + down) / 2, centred)
