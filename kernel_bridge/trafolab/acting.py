"""Which part of the engine an action goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trafolab_protocol.actions import Action, OpenModel, Redo, RestoreWeights, Undo

from .code import line, told
from .converting import converted_by_person
from .experiments.starting import ExperimentAct
from .freed import released_by_person
from .labels import label_of
from .reducers import reduce
from .saving import only_saves
from .swapping import take
from .undoing import travel
from .weights_back import restore_weights

if TYPE_CHECKING:
    from .engine import Engine

Origin = Literal["page", "code"]


def carry_out(engine: Engine, action: Action, origin: Origin) -> None:
    """Make true what an action asks for; experiments are no part of what is true. Only inside
    :meth:`Engine.changing`. Raises :class:`LabError`, changing nothing."""
    released_by_person(engine)
    if origin == "code":
        # A click may come in the middle of a cell that is still at it.
        converted_by_person(engine)
        engine.now.bench.distrust()
    if isinstance(action, OpenModel):
        held = engine.open(action)
        take(engine, held, f"open {held.info.name}", "open_model", line(action), origin)
    elif isinstance(action, Undo | Redo):
        travel(engine, action)
    elif isinstance(action, RestoreWeights):
        restore_weights(engine, action, origin)
    elif not isinstance(action, ExperimentAct):
        _reduce(engine, action, origin)


def _reduce(engine: Engine, action: Action, origin: Origin) -> None:
    now = engine.now
    core = reduce(now.core, action, engine.tools(now, fresh=origin == "code"))
    if core == now.core and engine.knows_its_tensors:
        return
    entry = engine.entry(action.kind, label_of(action, now.core.interventions), told(action, core), origin)
    if only_saves(now.core, core):
        engine.note(entry, core=core, problems=())
    else:
        engine.record(core, entry, getattr(action, "gesture", None))
