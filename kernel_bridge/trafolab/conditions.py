"""Under which what was computed may be used again."""

from __future__ import annotations

from dataclasses import dataclass

from trafolab_protocol.stamps import WeightAxis


@dataclass(frozen=True)
class Conditions:
    """Under which a run may be used again."""

    epoch: int = 0
    """Grows when something but the state was found changed, such as weights."""
    weights: WeightAxis = "loaded"
