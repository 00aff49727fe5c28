"""States with a name, and forgetting what has one."""

from __future__ import annotations

from dataclasses import replace

from trafolab_protocol.actions import Forget, LoadState, SaveState
from trafolab_protocol.core import SavedState

from .core import Core
from .errors import OperationError
from .tools import Tools

_FIELDS = {"reference": "references", "direction": "directions", "saved": "saved"}


def save_state(core: Core, action: SaveState, tools: Tools) -> Core:
    """The core with itself remembered under a name. Raises :class:`OperationError` for an empty name."""
    del tools
    if not action.name.strip():
        raise OperationError("bad_name", "A saved state needs a name.", None, 'Such as "a".')
    made = SavedState(name=action.name, core=replace(core, saved=()).record())
    others = tuple(each for each in core.saved if each.name != action.name)
    return replace(core, saved=(*others, made))


def load_state(core: Core, action: LoadState, tools: Tools) -> Core:
    """The core that was saved under a name; what is saved stays. Raises :class:`LabError`."""
    found = saved_as(core, action.name)
    return replace(Core.of(found.core, tools.bench.prompt), saved=core.saved)


def saved_as(core: Core, name: str) -> SavedState:
    """The state saved under a name. Raises :class:`OperationError` when there is none."""
    found = next((each for each in core.saved if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in core.saved) or "none yet"
        what = f"There is no saved state named {name}."
        raise OperationError("unknown_state", what, name, f"There are: {known}.")
    return found


def forget(core: Core, action: Forget, tools: Tools) -> Core:
    """The core without one of the things that have a name. Raises :class:`OperationError`."""
    del tools
    field = _FIELDS[action.what]
    known = getattr(core, field)
    kept = tuple(each for each in known if each.name != action.name)
    if len(kept) == len(known):
        what = f"There is no {action.what} named {action.name}."
        names = ", ".join(each.name for each in known) or "none"
        raise OperationError("unknown_name", what, action.name, f"There are: {names}.")
    return replace(core, **{field: kept})
