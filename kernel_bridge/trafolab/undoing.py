"""Undo and redo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trafolab_protocol.actions import Redo, Undo

from .errors import OperationError
from .refit import refitted
from .saving import saved_by_now

if TYPE_CHECKING:
    from .engine import Engine


def travel(engine: Engine, action: Undo | Redo) -> None:
    """One step back or forth in the history. Only while nobody else changes anything. Raises
    :class:`LabError` where there is none."""
    back, now = isinstance(action, Undo), engine.now
    step = engine.history.undo() if back else engine.history.redo()
    if step is None:
        what = f"There is nothing to {action.kind}."
        raise OperationError(f"nothing_to_{action.kind}", what)
    core, model = (step.before, step.before_on) if back else (step.after, step.after_on)
    core = replace(core, saved=saved_by_now(now.core.saved, step, back=back))
    other = model != now.bench.held.info.hash
    fitted, problems = refitted(core, now.bench, engine.tools(now), new_model=other)
    engine.change(now, core=fitted, revision=now.revision + 1, problems=tuple(problems))
