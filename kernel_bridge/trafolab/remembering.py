"""The steps of undo as they are stored, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.core import Step, StepsTail
from trafolab_protocol.prompts import Prompt, PromptSource

from .bench import Bench
from .core import Core
from .errors import LabError
from .history import UndoStep

if TYPE_CHECKING:
    from collections.abc import Sequence


def told(steps: Sequence[UndoStep], start: int, cursor: int) -> StepsTail:
    """The steps from the one numbered ``start`` on."""
    return StepsTail(start=start, steps=[_record(step) for step in steps[start:]], cursor=cursor)


def _record(step: UndoStep) -> Step:
    return Step(
        before=step.before.record(),
        after=step.after.record(),
        entries=list(step.entries),
        before_on=step.before_on,
        after_on=step.after_on,
    )


def again(tail: StepsTail, bench: Bench) -> list[UndoStep]:
    """The steps that were stored. Of a model that can't take their prompts, none."""
    known: dict[str, Prompt] = {}

    def prompt(name: str, source: PromptSource) -> Prompt:
        key = f"{name} {source.model_dump_json()}"
        if key not in known:
            known[key] = bench.prompt(name, source)
        return known[key]

    try:
        return [
            UndoStep(
                Core.of(step.before, prompt),
                Core.of(step.after, prompt),
                tuple(step.entries),
                step.before_on,
                step.after_on,
            )
            for step in tail.steps
        ]
    except LabError:
        return []
