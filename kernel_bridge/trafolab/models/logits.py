"""What a model does to its logits behind the unembedding: some scale them, some cap them softly."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def logit_scale(cfg: Any) -> float:
    """By which the unembedding's output is multiplied, of a bridge's configuration."""
    times, by = (getattr(cfg, name, None) for name in ("logit_scale", "logits_scaling"))
    return _number(times) / _number(by)


def soft_cap(cfg: Any) -> float | None:
    """The logits are between this and its negative; None where there is none, which some write as -1."""
    cap = float(getattr(cfg, "output_logits_soft_cap", 0) or 0)
    return cap if cap > 0 else None


def as_given(logits: Tensor, cfg: Any) -> Tensor:
    """The unembedding's output as the model gives it."""
    logits = logits * logit_scale(cfg)
    cap = soft_cap(cfg)
    return logits if cap is None else cap * torch.tanh(logits / cap)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and value > 0 else 1.0
