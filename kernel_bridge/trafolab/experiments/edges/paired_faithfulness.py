"""How faithful a circuit is over a set of pairs."""

from __future__ import annotations

from ..paired import PairSweep
from .circuit import Faithfulness


class PairFaithfulness(PairSweep, Faithfulness):
    """Means over pairs of the metric with all edges outside a circuit replaced. Scores are those of the
    means: a pair whose two runs hardly differ has none of its own."""
