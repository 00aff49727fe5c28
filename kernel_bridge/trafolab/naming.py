"""States with a name, and forgetting what has one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from trafolab_protocol.actions import Forget, LoadState, SaveState, SetGroup
from trafolab_protocol.core import Group, SavedState

from .core import Core
from .errors import LabError, OperationError
from .tools import Tools

NOW, PLAIN = "now", "plain"
RESERVED = (NOW, PLAIN)
_FIELDS = {
    "reference": "references",
    "pairs": "pairs",
    "direction": "directions",
    "group": "groups",
    "saved": "saved",
}


def save_state(core: Core, action: SaveState, tools: Tools) -> Core:
    """The core with itself remembered under a name. Raises :class:`OperationError` for an empty name."""
    if not action.name.strip():
        raise OperationError("bad_name", "A saved state needs a name.", None, 'Such as "a".')
    if action.name in RESERVED:
        what = f"{action.name} means the laboratory itself where states are compared."
        raise OperationError("bad_name", what, action.name, "Choose another name.")
    made = SavedState(name=action.name, core=replace(core, saved=()).record(), metric=_metric(core, tools))
    others = tuple(each for each in core.saved if each.name != action.name)
    return replace(core, saved=(*others, made))


def _metric(core: Core, tools: Tools) -> float | None:
    """The live metric of the moment; None where there is none."""
    if core.clean is None or core.metric is None:
        return None
    try:
        run = tools.run(core, core.clean, True)
        number = run.read_by(core.metric, run.stamp).measured()
    except LabError:
        return None
    return number if number is not None and math.isfinite(number) else None


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


def set_group(core: Core, action: SetGroup, tools: Tools) -> Core:
    """The core with a group of components. Raises :class:`LabError` for a name that means something already,
    and for members that the model does not have."""
    catalogue = tools.bench.held.catalogue
    if not action.name.strip() or catalogue.has(action.name) or any(c in action.name for c in "*?["):
        what = f"A group can't be named {action.name!r}."
        raise OperationError("bad_name", what, action.name, "Choose a name that no component has.")
    former = _former(core, action)
    members = [target.name for name in members_of(action.targets, core) for target in catalogue.find(name)]
    members = members or former.targets
    if not members:
        raise OperationError("no_target", "The group has no members.", action.name, 'Name some: ["L1H6"].')
    note = former.note if action.note is None else action.note
    made = Group(name=action.name, targets=list(dict.fromkeys(members)), note=note)
    return replace(core, groups=_with_group(core.groups, made, former.name))


def _former(core: Core, action: SetGroup) -> Group:
    """The group that this one takes the place of; one of no members where there is none. Raises
    :class:`OperationError`."""
    name = action.name if action.replaces is None else action.replaces
    found = next((each for each in core.groups if each.name == name), None)
    if found is None and action.replaces is not None:
        known = ", ".join(each.name for each in core.groups) or "none"
        raise OperationError("unknown_name", f"There is no group named {name}.", name, f"There are: {known}.")
    return found or Group(name=name, targets=[])


def _with_group(groups: Sequence[Group], made: Group, place: str) -> tuple[Group, ...]:
    """The groups with this one where the one named ``place`` was, and once only."""
    kept = [each for each in groups if each.name == place or each.name != made.name]
    placed = [made if each.name == place else each for each in kept]
    return tuple(placed if made in placed else [*placed, made])


def members_of(names: Sequence[str], core: Core) -> list[str]:
    """The names with those of groups replaced by their members'."""
    groups = {group.name: group.targets for group in core.groups}
    return [member for name in names for member in groups.get(name, [name])]


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
