"""What each kind of action does to the core. Undo, redo and another model are the laboratory's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trafolab_protocol.actions import (
    Action,
    Clear,
    Forget,
    LoadState,
    Release,
    Reorder,
    SetEnabled,
    SetMetric,
    SetPairs,
    SetPrompt,
    UsePair,
)
from trafolab_protocol.interventions import Constant, Intervention, Snapshot

from .core import Core
from .directions import set_direction
from .errors import LabError, MetricError, OperationError, PromptError, TargetError
from .lines import line_of
from .metrics import automatic, chosen
from .naming import forget, load_state, members_of, save_state, set_group
from .overall.sets import checked
from .painting import set_paint
from .pairs.setting import set_pairs
from .pairs.using import pair_acts, pair_at
from .prompts import CLEAN, EACH
from .references import set_reference
from .setting import intervene, record_id
from .tools import Tools

RESERVED = (CLEAN, "plain", "live", EACH)
"""Names that no counterfactual may have: ``lab.run`` means something else by them."""


Reducer = Callable[[Core, Any, Tools], Core]


def reduce(core: Core, action: Action, tools: Tools) -> Core:
    """The core after an action. Raises :class:`LabError` and changes nothing where it can't be done."""
    return REDUCERS[action.kind](core, action, tools)


def with_metric(core: Core, tools: Tools) -> Core:
    """The core with its automatic metric taken anew, or the chosen one checked against the prompt."""
    is_chosen = core.metric is not None and not core.metric.automatic
    if is_chosen and (_is_over_pairs(core) or core.clean is not None):
        return replace(core, metric_problem=_metric_problem(core, tools))
    if core.clean is None:
        return replace(core, metric=None, metric_problem="There is no prompt yet.")
    if tools.bench.held.info.structure.d_vocab < 2:
        return replace(core, metric=None, metric_problem="The model predicts only one token.")
    try:
        logits = tools.run(core, core.clean, False).logits
    except LabError as error:
        return replace(core, metric=None, metric_problem=error.what)
    return replace(core, metric=automatic(logits, tools.words(core)), metric_problem=None)


def _is_over_pairs(core: Core) -> bool:
    return core.metric is not None and core.metric.pairs is not None


def _metric_problem(core: Core, tools: Tools) -> str | None:
    try:
        _try_metric(core, tools)
    except LabError as error:
        return error.what
    return None


def _try_metric(core: Core, tools: Tools) -> None:
    """Raises :class:`LabError` where the metric can't be computed."""
    if core.metric is not None and core.metric.pairs is not None:
        checked(core.metric, core, tools.bench.tensors)
        return
    if core.metric is None or core.clean is None:
        raise MetricError("no_metric", "There is no metric yet.")
    tools.bench.measure(core.metric, core.clean)
    if core.metric.kind == "function":
        # What a person's function makes of logits, only a call tells.
        run = tools.run(core, core.clean, False)
        run.read_by(core.metric, run.stamp).measured()


def _set_prompt(core: Core, action: SetPrompt, tools: Tools) -> Core:
    given = action.counterfactuals
    wrong = next((name for name in given or {} if name in RESERVED or not name.strip()), None)
    if wrong is not None:
        advice = f"Choose another name than {', '.join(RESERVED)}."
        raise PromptError("bad_name", f"A counterfactual can't be named {wrong!r}.", wrong, advice)
    taken = next((each.name for each in core.references if each.name in (given or {})), None)
    if taken is not None:
        what = f"A reference set is named {taken} already."
        raise PromptError("bad_name", what, taken, "Choose another name for the counterfactual.")
    bench = tools.bench
    others = core.counterfactuals
    if given is not None:
        others = tuple(bench.prompt(name, source) for name, source in given.items())
    changed = replace(core, clean=bench.prompt(CLEAN, action.clean), counterfactuals=others)
    return core if changed == core else with_metric(changed, tools)


def _set_metric(core: Core, action: SetMetric, tools: Tools) -> Core:
    if action.metric_kind is None:
        return with_metric(replace(core, metric=None), tools)
    structure = tools.bench.held.info.structure
    wanted = replace(core, metric=chosen(action, tools.words(core), structure.d_vocab))
    if core.clean is not None or action.pairs is not None:
        _try_metric(wanted, tools)
    return with_metric(wanted, tools)


def _use_pair(core: Core, action: UsePair, tools: Tools) -> Core:
    prompts, metric = pair_acts(pair_at(core, action, tools.bench.tensors), tools.bench)
    return _set_metric(_set_prompt(core, prompts, tools), metric, tools)


def _release(core: Core, action: Release, tools: Tools) -> Core:
    names = members_of(action.targets, core)
    gone = {found for name in names for found in _released(name, core, tools)}
    kept: dict[str, Intervention] = {}
    for each in core.interventions:
        left = [name for name in each.targets if not _covers(gone, name, tools)]
        # What is kept has no part of its own that could be released: all else hangs on it.
        whole = each.operation.op == "keep" and left != each.targets
        if each.id not in action.ids and (left or not each.targets) and not whole:
            narrowed = each if left == each.targets else _narrowed(each, left)
            # Narrowed to what another record does already, the two are one.
            kept.setdefault(narrowed.id, narrowed)
    return replace(core, interventions=tuple(kept.values()))


def _released(name: str, core: Core, tools: Tools) -> list[str]:
    try:
        return [target.name for target in tools.bench.held.catalogue.find(name)]
    except TargetError:
        # Set on a model that had it: such a record can go by its own name.
        if not any(name in each.targets for each in core.interventions):
            raise
        return [name]


def _narrowed(each: Intervention, left: list[str]) -> Intervention:
    source = each.source
    if isinstance(source, Snapshot | Constant):
        # Of these each target has a place of its own, in their order.
        parts = [part for name, part in zip(each.targets, source.parts, strict=True) if name in left]
        source = source.model_copy(update={"parts": parts})
    code = line_of(left, each.operation, each.positions, source, each.stamp)
    id = record_id(left, each.operation, each.positions)
    return each.model_copy(update={"id": id, "targets": left, "source": source, "code": code})


def _covers(gone: set[str], name: str, tools: Tools) -> bool:
    if name in gone:
        return True
    try:
        return any(target.component in gone for target in tools.bench.held.catalogue.find(name))
    except LabError:
        # A target that this model lacks is released by its name or id only.
        return False


def _set_enabled(core: Core, action: SetEnabled, tools: Tools) -> Core:
    del tools
    if all(each.id != action.id for each in core.interventions):
        what = f"There is no intervention with the id {action.id}."
        raise OperationError("unknown_intervention", what, action.id, "It may have been released.")
    changed = tuple(
        each.model_copy(update={"enabled": action.enabled}) if each.id == action.id else each
        for each in core.interventions
    )
    return replace(core, interventions=changed)


def _reorder(core: Core, action: Reorder, tools: Tools) -> Core:
    del tools
    known = {each.id: each for each in core.interventions}
    unknown = next((id for id in action.ids if id not in known), None)
    if unknown is not None:
        what = f"There is no intervention with the id {unknown}."
        raise OperationError("unknown_intervention", what, unknown, "It may have been released.")
    order = [*dict.fromkeys(action.ids), *(id for id in known if id not in action.ids)]
    return replace(core, interventions=tuple(known[id] for id in order))


def _load(core: Core, action: LoadState, tools: Tools) -> Core:
    return with_metric(load_state(core, action, tools), tools)


def _set_pairs(core: Core, action: SetPairs, tools: Tools) -> Core:
    return _with_other_pairs(set_pairs(core, action, tools), action.name, tools)


def _forget(core: Core, action: Forget, tools: Tools) -> Core:
    left = forget(core, action, tools)
    return _with_other_pairs(left, action.name, tools) if action.what == "pairs" else left


def _with_other_pairs(core: Core, name: str, tools: Tools) -> Core:
    """The metric may be one over them."""
    metric = core.metric
    over = metric is not None and name in (metric.pairs, metric.minus)
    return with_metric(core, tools) if over else core


def _clear(core: Core, action: Clear, tools: Tools) -> Core:
    del action, tools
    return replace(core, interventions=())


REDUCERS: dict[str, Reducer] = {
    "set_prompt": _set_prompt,
    "set_metric": _set_metric,
    "intervene": intervene,
    "release": _release,
    "set_enabled": _set_enabled,
    "reorder": _reorder,
    "clear": _clear,
    "set_reference": set_reference,
    "set_pairs": _set_pairs,
    "use_pair": _use_pair,
    "set_direction": set_direction,
    "set_group": set_group,
    "set_paint": set_paint,
    "forget": _forget,
    "save_state": save_state,
    "load_state": _load,
}
