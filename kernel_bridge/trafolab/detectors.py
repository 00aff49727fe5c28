"""A person's own scores of heads, by name. They live as long as the kernel does."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

from torch import Tensor

from .errors import ViewError, said_by
from .functions import Function

_ADVICE = "A detector takes a pattern [query, key] and the tokens' texts, and answers with one number."


class Detectors:
    """Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Function] = {}
        self.version = 0
        """Grows when one is set."""

    @property
    def names(self) -> list[str]:
        """In the order in which they came."""
        return list(self._known)

    def put(self, name: str, function: Function) -> None:
        """Keep a function under a name, in the place of the one before."""
        with self._lock:
            self._known = {**self._known, name: function}
            self.version += 1

    def score(self, name: str, pattern: Tensor, tokens: Sequence[str], head: int) -> float:
        """What one says of a head; a copy of the pattern is its own to write into. Raises
        :class:`ViewError` for one that fails."""
        try:
            found = float(self._known[name](pattern.float().cpu().clone(), list(tokens)))
        except Exception as error:
            what = f"The detector {name} failed on head {head} of a layer: {said_by(error)}."
            raise ViewError("detector_failed", what, name, _ADVICE) from error
        return found if math.isfinite(found) else math.nan
