"""Setting an intervention: from what was asked for to the record in the list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from trafolab_protocol.actions import Intervene
from trafolab_protocol.interventions import Constant, Intervention, Positions, PromptDonor, Snapshot, Source
from trafolab_protocol.operations import Operation
from trafolab_protocol.stamps import Stamp

from .core import Core
from .errors import OperationError
from .lines import line_of
from .naming import members_of
from .operations import Row, row_of
from .positions import resolved
from .prompts import CLEAN
from .storing import stored_source
from .targets import Place, Target
from .tools import Tools


def intervene(core: Core, action: Intervene, tools: Tools) -> Core:
    """The core with an intervention added, or put in the place of the one that it repeats.

    An operation that holds values makes one record for each target. Raises :class:`LabError` where
    it can't act, or where the model's hook has been found to have no effect.
    """
    row, catalogue = row_of(action.operation), tools.bench.held.catalogue
    if not action.targets and not row.targetless:
        raise OperationError(
            "no_target", "Nothing was named to act on.", None, 'Name a target, such as "L1H6".'
        )
    names = members_of(action.targets, core)
    found = {target.name: target for name in names for target in catalogue.find(name)}
    targets = list(found.values())
    positions = resolved(action.positions, core.clean)
    groups = [[target] for target in targets] if row.each else [targets]
    made = [_record(group, action, row, positions, core, tools) for group in groups]
    return _joined(core, made, action.replaces)


def _record(
    targets: list[Target], action: Intervene, row: Row, positions: Positions, core: Core, tools: Tools
) -> Intervention:
    operation = _settled(action, row, targets, core)
    places = row.places(tools.bench.held.catalogue, targets, operation)
    for place in places:
        _refuse_without_effect(place, targets, tools)
    names = [target.name for target in targets]
    source, stamp = _kept(action, names, core) or _source(places, action, operation, core, tools)
    return Intervention(
        id=record_id(names, operation, positions),
        targets=names,
        operation=operation,
        source=source,
        positions=positions,
        stamp=stamp,
        code=line_of(names, operation, positions, source, stamp),
    )


def _kept(action: Intervene, names: Sequence[str], core: Core) -> tuple[Source, Stamp] | None:
    """What the intervention that is replaced holds, where that is just what was asked for: values that stay
    as they are keep what is known of them."""
    old = next((each for each in core.interventions if each.id == action.replaces), None)
    if old is None or action.stored is None or old.targets != list(names):
        return None
    source = old.source
    if not isinstance(source, Snapshot | Constant) or [p.tensor for p in source.parts] != action.stored:
        return None
    return source, old.stamp


def _settled(action: Intervene, row: Row, targets: Sequence[Target], core: Core) -> Operation:
    operation = row.settled(action.operation, targets)
    named = row.direction(operation)
    if named is not None and all(each.name != named for each in core.directions):
        known = ", ".join(each.name for each in core.directions) or "none yet"
        what = f"There is no direction named {named}."
        advice = f"There are: {known}. Make one with lab.direction(…)."
        raise OperationError("unknown_direction", what, named, advice)
    if operation.op == "knockout" or (
        (operation.op == "ablate" or operation.op == "patch") and operation.src
    ):
        found = resolved(list(operation.src), core.clean)
        places = [] if isinstance(found, str) else found
        src, tokens = [place.index for place in places], [place.token for place in places]
        return operation.model_copy(update={"src": src, "tokens": tokens})
    return operation


def _refuse_without_effect(place: Place, targets: Sequence[Target], tools: Tools) -> None:
    reason = tools.bench.held.without_effect(place.hook)
    if reason is not None:
        name = targets[0].name if targets else place.hook
        raise OperationError("no_effect", f"{name} can't be acted on: {reason}", name)


def record_id(targets: Sequence[str], operation: Operation, positions: Positions) -> str:
    """The same for the same targets, operation and positions: these are one record."""
    where = "all" if positions == "all" else [position.index for position in positions]
    key = repr((sorted(targets), row_of(operation).identity(operation), where))
    return f"{operation.op}-{hashlib.blake2b(key.encode(), digest_size=4).hexdigest()}"


def _source(
    places: Sequence[Place], action: Intervene, operation: Operation, core: Core, tools: Tools
) -> tuple[Source, Stamp]:
    needs = row_of(operation).needs(operation)
    stamp = tools.bench.stamp(CLEAN, "plain", tools.weights)
    if needs == "prompt":
        return PromptDonor(prompt=core.other_prompt(action.source).name, donor=action.donor or "plain"), stamp
    return stored_source(places, action, operation, needs, core, tools)


def _joined(core: Core, made: Sequence[Intervention], replaces: str | None) -> Core:
    """The list with each record put in the place of the one that it repeats or replaces, or at the end."""
    ids = [each.id for each in core.interventions]
    if replaces is not None and replaces not in ids:
        what = f"There is no intervention with the id {replaces}."
        raise OperationError("unknown_intervention", what, replaces, "It may have been released.")
    listed = list(core.interventions)
    for each in made:
        # What stays in its place keeps its switch; what was there under the new id is one with it.
        old = replaces if replaces is not None else each.id
        place = next((i for i, other in enumerate(listed) if other.id == old), len(listed))
        on = listed[place].enabled if replaces is not None and place < len(listed) else True
        listed[place : place + 1] = [each.model_copy(update={"enabled": on})]
        listed = [o for i, o in enumerate(listed) if o.id != each.id or i == place]
        replaces = None
    return replace(core, interventions=tuple(listed))
