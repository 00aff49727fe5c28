"""One model under observation: hooks, weights and flags that no action of ours made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from trafolab_protocol.findings import Findings

from ..models.folding import is_folded
from . import flags
from .weights import WeightWatch

if TYPE_CHECKING:
    from ..lab import Lab


RELIST = 8
"""So many light looks go by between two in which the model is asked anew which tensors it has."""


class Observer:
    """Compares a laboratory's model with what it was when this was made."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.model = lab.model
        self.mode = lab.info.mode
        self._weights = WeightWatch(list(lab.weights()))
        lab.know_loaded(self._weights.loaded)
        self._flags = flags.read(self.model.cfg)
        self._looks = 0
        self._version = lab.shadow_version
        self._last = Findings()

    def look(self, seconds: float | None = None) -> tuple[Findings, bool]:
        """What is different now, and whether weights changed since the look before.

        ``seconds`` of this thread's own processor time is what it may take, as far as reading fewer
        weights can achieve that; None reads them all.
        """
        if seconds is None:
            self._lab.notice_conversion()
        elif is_folded(self.model) != (self.mode == "folded"):
            # A cell is folding: what it does to the weights is no change of them, and may be half done.
            return self._last, False
        findings, moved = self._look(None if seconds is None else time.thread_time() + seconds)
        self._last = findings
        return findings, moved

    def _look(self, until: float | None) -> tuple[Findings, bool]:
        hooks = self._lab.refresh_hooks()
        if until is None or self._looks % RELIST == 0:
            self._weights.renew(list(self._lab.weights()))
        self._looks += 1
        changes = self._weights.look(None if until is None else max(0, until - time.thread_time()))
        now = flags.read(self.model.cfg)
        findings = Findings(hooks=hooks, weights=changes.weights, flags=flags.changes(self._flags, now))
        # One hook or module may have taken the place of another of the same name.
        version, self._version = self._version, self._lab.shadow_version
        return findings, changes.moved or version != self._version
