"""What a cell did to the form in which the model computes: its precision, its device, its folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conditions import Conditions
from .models.describe import held_anew

if TYPE_CHECKING:
    from trafolab_protocol.model import ModelInfo

    from .engine import Engine


def converted_by_person(engine: Engine) -> None:
    """Describe the model as it computes now, as a mark in the history. Only inside
    :meth:`Engine.changing`.

    Values stored under another mode or precision do not act any more, and no earlier run is used again.
    """
    now = engine.now
    before, held = now.bench.held.info, held_anew(now.bench.held)
    if held is None:
        return
    conditions = Conditions(now.conditions.epoch + 1, now.conditions.weights)
    engine.mark(_news(before, held.info), bench=engine.bench(held), conditions=conditions)


def _news(old: ModelInfo, new: ModelInfo) -> str:
    pairs = [(old.mode, new.mode), (old.dtype, new.dtype), (old.device, new.device)]
    return "the model is " + ", ".join(f"{now} (was {was})" for was, now in pairs if was != now)
