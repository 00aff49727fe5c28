"""Values that an intervention holds: taken from a run, or over a reference set, and stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor
from trafolab_protocol.actions import Intervene
from trafolab_protocol.interventions import Constant, NoSource, Snapshot, Source, StoredPart
from trafolab_protocol.operations import Ablate, Keep, Operation
from trafolab_protocol.stamps import Stamp

from .averaging import POOL, Rows, mean_of, pool_of
from .core import Core
from .errors import LabError, OperationError
from .operations.row import Needs
from .prompts import CLEAN
from .references import prompts_of
from .targets import Place
from .tools import Tools


def stored_source(
    places: Sequence[Place],
    action: Intervene,
    operation: Operation,
    needs: Needs,
    core: Core,
    tools: Tools,
) -> tuple[Source, Stamp]:
    """What an operation holds at its places, with the stamp of what it was computed under."""
    if needs == "snapshot":
        return _snapshot(places, action, core, tools)
    if needs == "constant" and (operation.op == "ablate" or operation.op == "keep"):
        return _constant(places, action, operation, core, tools)
    return NoSource(), tools.bench.stamp(CLEAN, "plain", tools.weights)


def _snapshot(places: Sequence[Place], action: Intervene, core: Core, tools: Tools) -> tuple[Snapshot, Stamp]:
    if action.stored is not None:
        parts = _given(places, action.stored, tools)
        stamp = tools.bench.stamp(action.source or CLEAN, action.donor or "plain", tools.weights)
        return Snapshot(parts=parts, run=stamp, n_tokens=_length(parts[0], places[0])), stamp
    prompt = core.prompt(action.source or CLEAN)
    # The plain run unless told otherwise: so the same cells run again store the same values.
    run = tools.run(core, prompt, action.donor == "live")
    run.load([place.hook for place in places])
    tensors = tools.bench.tensors
    parts: list[StoredPart] = []
    for place in places:
        values = place.kept(run[place.hook][None])[0]
        name = tensors.put(values)
        parts.append(StoredPart(tensor=name, hook=place.hook, shape=list(values.shape)))
    return Snapshot(parts=parts, run=run.stamp, n_tokens=run.n_tokens), run.stamp


def _constant(
    places: Sequence[Place], action: Intervene, operation: Ablate | Keep, core: Core, tools: Tools
) -> tuple[Constant, Stamp]:
    by_position = operation.op == "ablate" and operation.by_position
    name = action.source or CLEAN
    stamp = tools.bench.stamp(name, "plain", tools.weights)
    if action.stored is not None:
        parts = _given(places, action.stored, tools)
        known = _known(name, operation, core, tools)
        length = _length(parts[0], places[0]) if by_position else None
        over = core.content(name)
        return Constant(parts=parts, reference=name, over=over, n=known, n_tokens=length, run=stamp), stamp
    if operation.mode == "resample" and all(each.name != name for each in core.references):
        what = "Draws are made from a reference set, and none was named."
        advice = 'Make one, lab.reference("names", [...]), and give source="names".'
        raise OperationError("no_reference", what, None, advice)
    rows = rows_of(places, name, core, tools)
    length = rows.common_length if by_position else None
    if operation.mode == "resample":
        values, n = pool_of(rows, places, operation.seed)
    else:
        values, n = mean_of(rows, places, by_position=by_position)
    parts = [
        StoredPart(tensor=tools.bench.tensors.put(value), hook=place.hook, shape=list(value.shape))
        for value, place in zip(values, places, strict=True)
    ]
    over = core.content(name)
    return Constant(parts=parts, reference=name, over=over, n=n, n_tokens=length, run=stamp), stamp


def _known(name: str, operation: Ablate | Keep, core: Core, tools: Tools) -> int:
    """How many positions stored values of that name are of; 0 where the name means nothing any more."""
    try:
        n = rows_of([], name, core, tools).n_positions
    except LabError:
        return 0
    return min(n, POOL) if operation.mode == "resample" else n


def rows_of(places: Sequence[Place], name: str, core: Core, tools: Tools) -> Rows:
    """The values of a reference set, or of one prompt's plain run. Raises :class:`LabError`."""
    reference = next((each for each in core.references if each.name == name), None)
    if reference is None and core.references and all(prompt.name != name for prompt in core.prompts):
        known = ", ".join(prompt.name for prompt in core.prompts)
        sets = ", ".join(each.name for each in core.references)
        what = f"There is no prompt and no reference set named {name}."
        raise OperationError("unknown_source", what, name, f"Prompts: {known}. Reference sets: {sets}.")
    ids = (
        [[token.id for token in core.prompt(name).tokens]]
        if reference is None
        else prompts_of(reference, tools.bench.tensors)
    )
    hooks = sorted({place.hook for place in places})

    def read(batch: list[list[int]]) -> Mapping[str, Tensor]:
        return tools.bench.read(batch, hooks)

    return Rows(ids, read, bos=tools.bench.held.bos)


def _given(places: Sequence[Place], names: Sequence[str], tools: Tools) -> list[StoredPart]:
    """Stored tensors that were named in place of values computed now."""
    if len(names) != len(places):
        what = f"{len(names)} stored tensors were given for {len(places)} places."
        raise OperationError("wrong_tensors", what, None, "Give one for each place.")
    parts: list[StoredPart] = []
    for name, place in zip(names, places, strict=True):
        found = tools.bench.tensors.find(name)
        parts.append(StoredPart(tensor=found, hook=place.hook, shape=list(tools.bench.tensors[found].shape)))
    return parts


def _length(part: StoredPart, place: Place) -> int:
    """How many positions stored values are of."""
    before = place.single and place.axis is not None and place.axis < place.position_axis
    return part.shape[place.position_axis - 1 - before]
