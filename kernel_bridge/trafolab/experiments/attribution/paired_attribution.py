"""What an attribution over pairs found."""

from __future__ import annotations

from ..paired import PairSweep
from .attributed import Attribution


class PairAttribution(PairSweep, Attribution):
    """Means over pairs of the metric under each patch: as gradients estimate it, for all cells, and as it is
    for those that were patched over all pairs. ``low`` and ``high`` are of the latter alone."""
