"""Numbers that JSON can say."""

from __future__ import annotations

import math

import numpy as np


def finite(number: float | None) -> float | None:
    """The number, or None for NaN and the infinities, which JSON has no words for."""
    return number if number is not None and math.isfinite(number) else None


def bounded(number: float) -> float:
    """A number that JSON can say: 0 for NaN, float32's ends for the infinities."""
    return float(np.nan_to_num(np.float32(number)))
