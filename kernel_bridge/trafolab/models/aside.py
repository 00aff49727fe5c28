"""The second copy of a model, on which experiments run."""

from __future__ import annotations

import threading

from ..executor import Executor
from .shadow import Shadow


class Aside:
    """Made when it is first asked for, by whichever thread asks first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: Executor | None = None

    def of(self, shadow: Shadow, device: str) -> Executor:
        """That beside ``shadow``, which views run on: so that neither waits for the other's passes."""
        with self._lock:
            if self._made is None or not self._made.shadow.is_twin(shadow):
                self._made = Executor(shadow.twin(), device)
            return self._made
