"""How close two ways to the same numbers come."""

from __future__ import annotations

import torch
from torch import Tensor

_CLOSE = 1e-4
"""Of float32: of a logit, or relative to it."""
_ROUNDINGS = 32
"""What as many roundings of a lower precision make, is its own noise."""


def alike(found: Tensor, whole: Tensor, computed_in: torch.dtype) -> bool:
    """Whether numbers are the same, as far as a model that computes in ``computed_in`` has them exactly."""
    close = max(_CLOSE, _ROUNDINGS * torch.finfo(computed_in).eps)
    found, whole = found.float().cpu(), whole.float().cpu()
    return torch.allclose(found, whole, rtol=close, atol=close, equal_nan=True)
