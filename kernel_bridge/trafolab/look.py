"""One consistent look at a laboratory: what the views are computed from."""

from __future__ import annotations

from .looking.belongings import Belongings
from .looking.readings import Readings


class Look(Readings, Belongings):
    """The model, prompts, metric and runs of one revision, what is read of them, and what has a name."""
