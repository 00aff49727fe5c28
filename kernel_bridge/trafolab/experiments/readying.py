"""What the next experiment needs, made before a person waits for it.

That is a second shadow of the model, what changing its values does at all, the two passes that sweeps begin
from, and whether its shortcuts hold.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import SweepSpec

from ..errors import GaveUp
from .sweeps.asked import cells_at, whole_places
from .sweeps.kinds import kind_of
from .sweeps.sweeping import sweeping
from .sweeps.trial import Trial
from .turns import giving_way

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now

_FIRST = SweepSpec(what="z", by_position=True)
"""What people sweep over first."""
_ALSO = "resid_pre"
"""Recorded in the same passes."""


class Readying:
    """Of one laboratory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: object = None
        self._ready_for: object = None

    def go_on(self) -> bool:
        """Make it where an experiment may come and none is under way, once things have stayed as they were
        since the last call; whether it was made. What can't be is told by the experiment that meets it."""
        now = self._engine.now
        if not now.core.counterfactuals or any(job.runnable for job in self._engine.experiments):
            return False
        wanted = id(now.plan), now.core.prompts, now.core.metric, now.bench.freshness(now.conditions)
        before, self._seen = self._seen, wanted
        if wanted != before or wanted == self._ready_for:
            return False
        self._ready_for = wanted
        with suppress(Exception, GaveUp):
            self._make(now)
        return True

    def _make(self, now: Now) -> None:
        def check() -> None:
            if self._engine.now is not now or any(job.runnable for job in self._engine.experiments):
                # What was made is kept, and the rest is not worth a person's waiting.
                self._ready_for = None
                raise GaveUp

        with giving_way(now.bench.held, check):
            also = whole_places(cells_at(now, kind_of(_ALSO), 1, by_position=False))
            if now.bench.has_persons_code():
                # Their passes are made anew for each experiment.
                return
            found = sweeping(self._engine, now, _FIRST, also)
            for step in Trial(found.sweeper, now.bench).steps():
                step.compute()
