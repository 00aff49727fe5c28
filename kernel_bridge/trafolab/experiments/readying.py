"""What the first experiment on a model needs once, made before a person waits for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ..errors import LabError
from .sweeps.asked import cells_at
from .sweeps.kinds import kind_of

if TYPE_CHECKING:
    from ..snapshot import Now

_FIRST: Final = ("resid_pre", "z")
"""What people sweep over first: whether changing it has an effect is tried by a pass."""


def is_wanted(now: Now) -> bool:
    """Whether an experiment may come next: there is another prompt to take values from."""
    return bool(now.core.counterfactuals)


def get_ready(now: Now) -> None:
    """The second shadow, and what its first sweep asks of the model. What can't be is told by the experiment
    that meets it."""
    with suppress(Exception):
        _ = now.bench.held.aside
    for name in _FIRST:
        with suppress(LabError):
            cells_at(now, kind_of(name), 1, by_position=False)
