"""Something that takes long is made once, outside whatever lock its place is kept under."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Made by whoever asks first; the others wait for it, and nobody else."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._lock = threading.Lock()
        self._make: Callable[[], Made] | None = make
        self._made: list[Made] = []

    @property
    def value(self) -> Made:
        """What was made. Raises what making it raised, to each who asks."""
        with self._lock:
            if self._make is not None:
                self._made.append(self._make())
                self._make = None
        return self._made[0]
