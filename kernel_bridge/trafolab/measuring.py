"""Comparing the model with Hugging Face's own on the prompt at hand, in the background."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .models.foreign import foreign_hooks
from .models.numerics import Reference, log_probs
from .models.size import n_bytes

if TYPE_CHECKING:
    from .engine import Engine
    from .models.held import Held

_LARGEST_BYTES = 2 * 10**9
"""The reference is a second copy of the model in memory; larger ones are not compared."""

_LONGEST = 1024
"""Tokens beyond this are left out: the answer holds a number for each token of the vocabulary at each."""

NO_FORM = "Hugging Face has no form of this model to compare with."
TOO_LARGE = "A second copy of a model this large would be needed to compare with."
CHANGED = "Code changed the model; what Hugging Face computes is compared with it as it was loaded."
FAILED = "Hugging Face's own model could not be run on this prompt."


class Measuring:
    """One laboratory's comparisons, the newest wins."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reference: Reference | None = None
        self._lock = threading.Lock()
        self._done: tuple[object, ...] | None = None

    def measure(self) -> None:
        """Find the largest difference of log-probabilities, if anything is new since the last time. The state
        has it when it is there, without a new revision."""
        with self._lock:
            held, ids = self._engine.now.bench.held, self._ids()
            reason = self._reason(held)
            asked = (held.model, held.info.mode, held.info.dtype, tuple(ids), reason)
            if asked == self._done or not ids:
                return
            self._done = asked
            if reason is not None:
                self._tell(held, None, reason, ids)
                return
            difference = self._difference(held, ids)
            self._tell(held, difference, FAILED if difference is None else None, ids)

    def close(self) -> None:
        """End the process that the reference runs in."""
        if self._reference is not None:
            self._reference.close()

    def _ids(self) -> list[int]:
        clean = self._engine.now.core.clean
        return [] if clean is None else [token.id for token in clean.tokens][:_LONGEST]

    def _reason(self, held: Held) -> str | None:
        if held.checkpoint is None:
            return NO_FORM
        if n_bytes(held.model) > _LARGEST_BYTES:
            return TOO_LARGE
        # What a person changed is no difference between the libraries.
        if self._engine.now.findings.weights or foreign_hooks(held.model) or held.shadow.replaced:
            return CHANGED
        return None

    def _difference(self, held: Held, ids: list[int]) -> float | None:
        with held.executor.passing():
            held.shadow.sync()
            ours = log_probs(held.shadow.model, ids)
        of = (str(held.checkpoint), held.info.dtype)
        if self._reference is None or self._reference.of != of:
            self.close()
            self._reference = Reference(*of)
        return self._reference.difference(ours, ids)

    def _tell(self, held: Held, difference: float | None, reason: str | None, ids: list[int]) -> None:
        length = None if difference is None else len(ids)
        self._engine.describe(held, hf_difference=difference, hf_n_tokens=length, hf_reason=reason)
