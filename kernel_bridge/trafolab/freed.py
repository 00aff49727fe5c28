"""Interventions that a person took off the model behind the laboratory's back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trafolab_protocol.actions import Release

from .interventions.plan import EMPTY

if TYPE_CHECKING:
    from .engine import Engine


def released_by_person(engine: Engine) -> None:
    """Let go of what ``reset_hooks(including_permanent=True)`` took off, as a step of the history.

    Only inside :meth:`Engine.changing`, and before anything else there: installing the next plan
    would hang the hooks up again, as if nobody had removed them.
    """
    now = engine.now
    if not now.bench.held.installation.removed_by_person():
        return
    acting = {edit.key for edits in now.plan.edits.values() for edit in edits}
    kept = tuple(each for each in now.core.interventions if each.id not in acting)
    count = len(now.core.interventions) - len(kept)
    now.bench.held.installation.use(EMPTY)
    label = f"reset_hooks released {count} intervention{'s' * (count != 1)}"
    engine.record(replace(now.core, interventions=kept), engine.entry(Release().kind, label, None, "code"))
