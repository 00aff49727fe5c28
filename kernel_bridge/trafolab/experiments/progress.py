"""How far a cell is, as the page reads it."""

from __future__ import annotations

from typing import Final

ABSENT: Final = 0
"""The model has no such cell."""
WAITING: Final = 1
COMPUTED: Final = 2
EQUAL: Final = 3
"""It changes nothing, so no pass was needed."""
ESTIMATED: Final = 4
"""It is not computed, and will not be: there is an estimate alone."""
