"""Setting an intervention: from what was asked for to the record in the list."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from torch import Tensor
from trafolab_protocol.actions import Intervene
from trafolab_protocol.interventions import (
    Intervention,
    NoSource,
    Position,
    Positions,
    Snapshot,
    Source,
)
from trafolab_protocol.operations import Operation
from trafolab_protocol.stamps import Stamp

from .core import Core
from .errors import OperationError
from .metrics import position_in
from .operations import Row, line_of, row_of
from .prompts import CLEAN
from .runs import Run
from .targets import Place, Target
from .tools import Tools


def intervene(core: Core, action: Intervene, tools: Tools) -> Core:
    """The core with an intervention added, or put in the place of the one that it repeats.

    An operation that stores values makes one record for each target. Raises :class:`LabError` where
    it can't act, or where the model's hook has been found to have no effect.
    """
    row, catalogue = row_of(action.operation), tools.bench.held.catalogue
    if not action.targets:
        raise OperationError(
            "no_target", "Nothing was named to act on.", None, 'Name a target, such as "L1H6".'
        )
    found = {target.name: target for name in action.targets for target in catalogue.find(name)}
    for target in found.values():
        _refuse_unsupported(row.place(catalogue, target, action.operation), target, tools)
    positions = _positions(action, core)
    groups = [[target] for target in found.values()] if row.stores else [list(found.values())]
    for group in groups:
        core = _joined(core, _record(group, action, row, positions, core, tools))
    return core


def _refuse_unsupported(place: Place, target: Target, tools: Tools) -> None:
    unsupported = tools.bench.held.info.structure.unsupported
    part = place.hook.rsplit("hook_", 1)[-1].replace("attn_scores", "scores").replace("post", "neuron")
    kinds = [part, target.kind, target.component.split(".")[0]]
    reason = next((unsupported[kind] for kind in kinds if kind in unsupported), None)
    if reason is not None:
        raise OperationError("no_effect", f"{target.name} can't be acted on: {reason}", target.name)


def _positions(action: Intervene, core: Core) -> Positions:
    if isinstance(action.positions, str):
        return "all"
    tokens = core.prompt().tokens
    indices = sorted({position_in(position, len(tokens)) for position in action.positions})
    if not indices:
        raise OperationError("no_position", "No position was given.", None, 'Give positions, or "all".')
    return [Position(index=i, token=tokens[i].text, role=tokens[i].role) for i in indices]


def _record(
    targets: list[Target], action: Intervene, row: Row, positions: Positions, core: Core, tools: Tools
) -> Intervention:
    names = [target.name for target in targets]
    source, stamp = _source(targets, action, row, core, tools)
    return Intervention(
        id=record_id(names, action.operation, positions),
        targets=names,
        operation=action.operation,
        source=source,
        positions=positions,
        stamp=stamp,
        code=line_of(names, action.operation, positions),
    )


def record_id(targets: list[str], operation: Operation, positions: Positions) -> str:
    """The same for the same targets, operation and positions: these are one record."""
    where = "all" if positions == "all" else [position.index for position in positions]
    key = repr((sorted(targets), row_of(operation).identity(operation), where))
    return f"{operation.op}-{hashlib.blake2b(key.encode(), digest_size=4).hexdigest()}"


def values_for(action: Intervene, core: Core, tools: Tools) -> Tensor:
    """What a storing operation on one target would store, the batch and the slice's axis removed."""
    return _values(action, core, tools)[2]


def _values(action: Intervene, core: Core, tools: Tools) -> tuple[Run, Place, Tensor]:
    row, catalogue = row_of(action.operation), tools.bench.held.catalogue
    prompt = core.prompt(action.source or CLEAN)
    # The plain run unless told otherwise: so the same cells run again store the same values.
    run = tools.run(core, prompt, action.donor == "live")
    place = row.place(catalogue, catalogue.find(action.targets[0])[0], action.operation)
    values = run[place.hook]
    if place.axis is not None and place.index is not None:
        values = values.select(place.axis - 1, place.index)
    return run, place, values


def _source(
    targets: list[Target], action: Intervene, row: Row, core: Core, tools: Tools
) -> tuple[Source, Stamp]:
    if not row.stores:
        return NoSource(), tools.bench.stamp(CLEAN, "plain", tools.weights)
    named = action.model_copy(update={"targets": [target.name for target in targets]})
    run, place, values = _values(named, core, tools)
    snapshot = Snapshot(
        tensor=tools.bench.tensors.put(values, run.prompt.source),
        hook=place.hook,
        shape=list(values.shape),
        run=run.stamp,
        n_tokens=run.n_tokens,
    )
    return snapshot, run.stamp


def _joined(core: Core, made: Intervention) -> Core:
    """The list with a record put in the place of the one that it repeats, or at the end."""
    others = core.interventions
    if all(other.id != made.id for other in others):
        return replace(core, interventions=(*others, made))
    return replace(core, interventions=tuple(made if other.id == made.id else other for other in others))
