"""What a kind of experiment is: how it is called, checked, and prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .paired import PairSweep
from .result import Sweep
from .work import Work

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now


@dataclass(frozen=True)
class Recipe:
    """One line of the registry. Each function takes a specification of its own kind."""

    label: Callable[[Any], str]
    """What such an experiment is called until a person calls it otherwise."""
    line: Callable[[Any], str]
    """The line of Python that starts it."""
    check: Callable[[Now, Any], None]
    """Raises :class:`LabError` where it can't be made, without a pass."""
    prepare: Callable[[Engine, Now, Any], Work]
    """On the laboratory as it was then. Raises :class:`LabError`."""
    result: type[Sweep] = Sweep
    """What a person gets."""
    over_pairs: type[PairSweep] = PairSweep
    """The same of means over a set of pairs."""
