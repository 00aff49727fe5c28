"""The number under study: chosen, put into words, and computed.

A metric says what is measured; for a prompt it becomes a :class:`Measure`, which names what is read of the
logits, so that the page's run and a sweep of thousands read the same, and no more.
"""

from __future__ import annotations

from .answers import token_of
from .called import function_of
from .choosing import action_of, automatic, chosen
from .forced import Reading
from .label import label, label_over_pairs
from .measure import Measure, measure_of
from .position import position_in

__all__ = [
    "Measure",
    "Reading",
    "action_of",
    "automatic",
    "chosen",
    "function_of",
    "label",
    "label_over_pairs",
    "measure_of",
    "position_in",
    "token_of",
]
