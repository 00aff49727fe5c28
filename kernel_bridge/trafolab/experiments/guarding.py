"""Whether what an experiment computes still belongs together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ..errors import LabError

if TYPE_CHECKING:
    from ..engine import Engine
    from ..snapshot import Now


class Begun(Protocol):
    """What was asked for, with the laboratory as it was then."""

    now: Now


def refuse_changed(engine: Engine, asked: Begun, is_as_recorded: Callable[[], bool]) -> None:
    """Raises :class:`LabError` where model or weights are others than when it began. Weights that were found
    changed only now may have been so before: then a pass gives what was recorded."""
    current = engine.now
    if current.bench is asked.now.bench:
        if current.conditions == asked.now.conditions:
            return
        if is_as_recorded():
            asked.now = replace(asked.now, conditions=current.conditions)
            return
    what = "The model changed while this was under way, so that its numbers would not belong together."
    raise LabError("model_changed", what, None, "Start it again.")
