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
    moving: bool = False
    """A cell that still runs goes on changing weights: what is computed now is soon of no more use."""
