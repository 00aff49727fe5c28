"""Reading a model that a cell may be changing on another thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

_TRIES = 3


def steady(read: Callable[[], Found]) -> Found:
    """What ``read`` finds. It reads again where modules, weights or hooks came or went while they were walked
    through; what it raises every time is raised."""
    for _ in range(_TRIES - 1):
        try:
            return read()
        except (RuntimeError, KeyError, AttributeError):
            continue
    return read()
