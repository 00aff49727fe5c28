"""The proof that interventions fired: what the newest revision's live run tells of them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from trafolab_protocol.prompts import Prompt

from .errors import LabError
from .runs import Run
from .snapshot import Now, Proof


class Proving:
    """Of one laboratory, whose runs ``run`` makes."""

    def __init__(self, run: Callable[[Now, Prompt, bool], Run]) -> None:
        self._run = run
        self._settling = threading.Lock()
        self.proof = Proof()

    def settle(self, newest: Callable[[], Now]) -> None:
        """Have the proof of the newest revision, which is looked for when it is our turn."""
        with self._settling:
            now = newest()
            if self.proof.revision != now.revision:
                self.proof = self._prove(now)

    def _prove(self, now: Now) -> Proof:
        if now.core.clean is None:
            return Proof(now.revision)
        try:
            return Proof(now.revision, self._run(now, now.core.clean, True).tally)
        except LabError as error:
            return Proof(now.revision, error=error.what)
