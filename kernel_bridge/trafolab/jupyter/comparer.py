"""Compares each laboratory's model with Hugging Face's own whenever prompt or model are new."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .cores import give_back

if TYPE_CHECKING:
    from ..lab import Lab
    from .publisher import Publisher

_BEFORE_S = 8.0
"""Seconds of rest after a change: nobody's first numbers are to wait for this, and of a prompt that is
being tried out only the last is worth it."""


class Comparer:
    """One thread that waits until nothing has changed for a while."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._lab: Lab | None = None
        self._unlisten = lambda: None
        self._changed = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="trafolab-comparer", daemon=True)
        self._thread.start()

    def take(self, lab: Lab) -> None:
        """Compare this laboratory's model from now on."""
        self._unlisten()
        self._lab = lab
        self._unlisten = lab.listen(self._changed.set)
        self._changed.set()

    def close(self) -> None:
        """End the thread."""
        self._stopped = True
        self._unlisten()
        self._changed.set()

    def _run(self) -> None:
        while not self._stopped:
            self._changed.wait()
            while self._changed.is_set() and not self._stopped:
                self._changed.clear()
                self._changed.wait(_BEFORE_S)
            if self._lab is not None and not self._stopped:
                self._measure(self._lab)

    def _measure(self, lab: Lab) -> None:
        words = "The model could not be compared with Hugging Face's"
        self._publisher.troubles.attempt("comparer", words, lab.measure)
        give_back()
