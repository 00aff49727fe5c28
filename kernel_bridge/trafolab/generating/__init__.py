"""How the prompt goes on, with interventions and without, computed aside while the page goes on."""

from __future__ import annotations

from .generations import Generated, Generations, Side
from .sampling import Sampling

__all__ = ["Generated", "Generations", "Sampling", "Side"]
