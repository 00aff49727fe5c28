"""Under which conditions a number was made: the three axes, the model, its mode, its precision."""

from __future__ import annotations

from typing import Literal

from .record import Record

Mode = Literal["raw", "folded"]
InterventionAxis = Literal["plain", "live"]
WeightAxis = Literal["loaded", "now"]


class Stamp(Record):
    """What a run, a stored tensor, a figure or an export was computed with."""

    prompt: str
    """Name of the prompt: ``clean`` or a counterfactual's."""
    interventions: InterventionAxis
    weights: WeightAxis
    model_hash: str
    mode: Mode
    dtype: str
    seed: int | None = None
