"""What a laboratory gets without anybody's act: first prompts, and a state that was stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trafolab_protocol.actions import OpenModel
from trafolab_protocol.core import StepsTail, tensor_names, tensors_of
from trafolab_protocol.findings import Findings
from trafolab_protocol.interventions import Intervention, Status
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.state import State

from .core import Core
from .engine import Engine
from .errors import TargetError
from .models.source import REOPENED
from .reducers import with_metric
from .refit import refitted
from .remembering import again
from .swapping import take
from .tensors import Array, as_array


def begin(engine: Engine, prompts: Sequence[Prompt]) -> None:
    """Set first prompts, the clean one foremost, unless there is one: whoever was quicker, wins."""
    with engine.changing() as now:
        if now.core.clean is not None or not prompts:
            return
        clean, *others = prompts
        wanted = replace(now.core, clean=clean, counterfactuals=tuple(others))
        core, problems = _fitted(wanted, engine)
        told = (*now.problems, *problems)
        engine.change(now, core=core, revision=now.revision + 1, problems=told)


def inherit(engine: Engine, former: Engine) -> None:
    """Have another laboratory's saved states and experiments too: whoever begins anew has not asked to lose
    them."""
    engine.experiments.take_over(former.experiments)
    with engine.changing() as now:
        known = {each.name for each in now.core.saved}
        more = [each for each in former.now.core.saved if each.name not in known]
        if not more:
            return
        for each in more:
            for name in tensor_names(each.core):
                tensor = former.tensors.get(name)
                if tensor is not None:
                    engine.tensors.restore(name, as_array(tensor))
        core = replace(now.core, saved=(*now.core.saved, *more))
        engine.change(now, core=core, revision=now.revision + 1)


def overtake(engine: Engine, revision: int) -> None:
    """Go on counting from above a revision that others have seen already."""
    with engine.changing() as now:
        if now.revision <= revision:
            engine.change(now, revision=revision + 1)


def restore(
    engine: Engine,
    state: State,
    tensors: Mapping[str, Array],
    model: str | None = None,
    tail: StepsTail | None = None,
) -> None:
    """Bring back a stored state; what can't come back is said in its ``problems``.

    Only into a laboratory in which nothing was done yet: what a quick cell did stays. With ``model`` the
    state is fitted to that one, and loses what has no place on it.
    """
    with engine.changing() as now:
        if engine.history.entries:
            _refuse(engine, state)
            return
        problems, begun = _opened(model, state, engine), engine.now.core
        for name, array in tensors.items():
            engine.tensors.restore(name, array)
        core, unfit = _fitted(_stored(state), engine)
        if model is not None and core.clean is None:
            core = replace(begun, interventions=core.interventions)
        if model is not None:
            core, lost = _without_lost(core, engine)
            unfit += lost
        problems += _other_model(state, engine) + unfit + _missing(core, engine) + _gone(state.findings)
        steps = [] if tail is None else again(tail, engine.now.bench)
        engine.history.restored(state.history, steps, 0 if tail is None else tail.cursor)
        revision = max(now.revision, state.revision) + 1
        engine.change(engine.now, core=core, revision=revision, problems=tuple(problems))


def _gone(findings: Findings) -> list[str]:
    """What code had done to the model, which no action can do again."""
    counted = {"hook": len(findings.hooks), "changed weight": len(findings.weights)}
    told = [f"{count} {what}{'s' * (count != 1)}" for what, count in counted.items() if count]
    if not told:
        return []
    return [
        f"What your code did to the model went with the kernel: {' and '.join(told)}. Run its cells again."
    ]


def _stored(state: State) -> Core:
    return Core(
        references=tuple(state.references),
        pairs=tuple(state.pairs),
        directions=tuple(state.directions),
        groups=tuple(state.groups),
        paint=state.paint,
        saved=tuple(state.saved),
        clean=state.clean,
        counterfactuals=tuple(state.counterfactuals),
        metric=state.metric,
        metric_problem=state.metric_problem,
        interventions=tuple(each.model_copy(update={"status": Status()}) for each in state.interventions),
    )


def _fitted(core: Core, engine: Engine) -> tuple[Core, list[str]]:
    tools = engine.tools(engine.now)
    fitted, problems = refitted(core, engine.now.bench, tools)
    return (fitted if fitted.metric is not None else with_metric(fitted, tools)), problems


def _refuse(engine: Engine, state: State) -> None:
    now, entries = engine.now, engine.history.entries
    known = {(entry.revision, entry.label) for entry in entries}
    # A server that was restarted sends a living kernel what it has from this very kernel.
    own = all((entry.revision, entry.label) in known for entry in state.history)
    if own and state.history and state.revision <= now.revision:
        return
    told = (
        f"The stored state ({_contents(state)}) was not brought back, because a cell was quicker: "
        f"this laboratory had already been used ({entries[-1].label})."
    )
    revision = max(now.revision, state.revision) + 1
    engine.change(now, revision=revision, problems=(*now.problems, told))


def _contents(state: State) -> str:
    count = len(state.interventions)
    model = "no model" if state.model is None else state.model.name
    return f"{model}, {count} intervention{'s' * (count != 1)}"


def _opened(model: str | None, state: State, engine: Engine) -> list[str]:
    """Have the model that was named, or else the stored state's."""
    if model is None or (state.model is not None and state.model.source == model):
        return _opened_again(state, engine)
    if engine.now.bench.held.info.source == model:
        return []
    try:
        held = engine.open(OpenModel(source=model))
    # As below: the state must not be lost over a model that can't be loaded.
    except Exception as error:
        return [f"{model} could not be opened: {error}", *_opened_again(state, engine)]
    take(engine, held, f"open {held.info.name}")
    return []


def _without_lost(core: Core, engine: Engine) -> tuple[Core, list[str]]:
    """The core without interventions whose targets this model lacks, and what was lost."""
    held = engine.now.bench.held
    kept: list[Intervention] = []
    problems: list[str] = []
    for each in core.interventions:
        try:
            for name in each.targets:
                held.catalogue.find(name)
        except TargetError as error:
            what = f"{each.operation.op} {', '.join(each.targets)}"
            problems.append(f"{what} was dropped: it has no place on {held.info.name}. {error.what}")
        else:
            kept.append(each)
    return replace(core, interventions=tuple(kept)), problems


def _opened_again(state: State, engine: Engine) -> list[str]:
    """Put the stored state's model in place of the one that a fresh kernel begins with."""
    wanted, info = state.model, engine.now.bench.held.info
    if wanted is None or wanted.kind not in REOPENED:
        return []
    if (wanted.source, wanted.mode) == (info.source, info.mode):
        return []
    try:
        held = engine.open(OpenModel(source=wanted.source, folded=wanted.mode == "folded"))
    # A model can fail to load in many ways; the rest of the state must come back nevertheless.
    except Exception as error:
        return [f"{wanted.name} could not be opened again: {error}"]
    take(engine, held, f"open {held.info.name}")
    return []


def _other_model(state: State, engine: Engine) -> list[str]:
    info = engine.now.bench.held.info
    if state.model is None or (state.model.hash, state.model.mode) == (info.hash, info.mode):
        return []
    return [
        f"The stored state was made on {state.model.name} ({state.model.mode}, {state.model.hash}), "
        f"this kernel holds {info.name} ({info.mode}, {info.hash}). Stored values do not act on it."
    ]


def _missing(core: Core, engine: Engine) -> list[str]:
    return [
        f"The stored values of {', '.join(each.targets)} are missing; set the {each.operation.op} again."
        for each in core.interventions
        if any(name not in engine.tensors for name in tensors_of([each]))
    ]
