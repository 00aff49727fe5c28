"""How far two numbers may be apart that are the same but for rounding."""

from __future__ import annotations

import torch
from torch import Tensor


def slack(values: Tensor) -> float:
    """What rounding may make of the largest value, in the precision of these."""
    return torch.finfo(values.dtype).eps ** 0.5


def close(ours: Tensor, theirs: Tensor, slack: float) -> bool:
    """Whether two differ by no more than rounding."""
    return bool((ours - theirs).abs().max() <= slack * theirs.abs().max().clamp_min(1e-6))


def factor_between(ours: Tensor, theirs: Tensor, slack: float) -> float | None:
    """The number that makes one the other but for rounding: 1 as a rule, and another where a model scales
    what its layers add. None where there is none such."""
    if close(ours, theirs, slack):
        return 1.0
    factor = float((ours * theirs).sum() / ours.pow(2).sum().clamp_min(1e-30))
    return factor if factor != 0 and close(ours * factor, theirs, slack) else None
