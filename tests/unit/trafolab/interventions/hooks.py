"""Plain hooks, and counting those that are there."""

from __future__ import annotations

from typing import Any

import torch

CLOSE = {"atol": 1e-5, "rtol": 1e-5}


def hooks_on(model: Any) -> int:
    """All hooks that anybody can see on a model."""
    points = sum(len(point.fwd_hooks) for point in set(model.hook_points()))
    root = model.original_model
    return points + len(root._forward_hooks) + len(root._forward_pre_hooks)


def zero_head(value: torch.Tensor, hook: Any) -> torch.Tensor:
    out = value.clone()
    out[:, :, 2] = 0
    return out
