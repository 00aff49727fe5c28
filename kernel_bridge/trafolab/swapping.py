"""Another model in the place of the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from trafolab_protocol.findings import Findings

from .conditions import Conditions
from .models.held import Held
from .refit import refitted

if TYPE_CHECKING:
    from .engine import Engine


def take(
    engine: Engine,
    held: Held,
    label: str,
    kind: str = "mark",
    code: str | None = None,
    origin: Literal["page", "code", "mark"] = "mark",
) -> None:
    """Put a model in place of the laboratory's. Only inside :meth:`Engine.changing`.

    Prompts are tokenised again; what the model can't take is said in the state's problems.
    """
    now = engine.now
    bench = engine.bench(held)
    now.bench.held.installation.forget()
    engine.loaded = None
    conditions = Conditions(now.conditions.epoch + 1)
    fresh = replace(now, bench=bench, conditions=conditions, findings=Findings())
    core, problems = refitted(now.core, bench, engine.tools(fresh), new_model=True)
    engine.note(
        engine.entry(kind, label, code, origin),
        bench=bench,
        core=core,
        conditions=conditions,
        findings=Findings(),
        problems=tuple(problems),
    )
