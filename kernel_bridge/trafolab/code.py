"""The Python that does an action again, and the Python that rebuilds a whole state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from trafolab_protocol.actions import (
    Action,
    Forget,
    Intervene,
    LoadState,
    OpenModel,
    Release,
    Reorder,
    RestoreWeights,
    SaveState,
    SetDirection,
    SetEnabled,
    SetGroup,
    SetPaint,
    SetPairs,
    SetPrompt,
    SetReference,
    UsePair,
)
from trafolab_protocol.findings import Findings
from trafolab_protocol.interventions import Constant, Intervention, PromptDonor, Snapshot
from trafolab_protocol.model import ModelInfo

from .core import Core
from .directions import direction_line
from .functions import untold
from .labels import hook_label
from .lines import call_of, given, line_of, prompt_line
from .literals import literal, one_or_list, quoted
from .metric_code import metric_line, metric_lines
from .operations import row_of
from .pairs.lines import pairs_line, stored_line
from .pairs.setting import pair_set
from .prompts import DEFAULT_COUNTERFACTUAL
from .tensor_files import path_of


def line(action: Action) -> str:
    """The call that does the same as an action."""
    found = _LINES.get(action.kind)
    return f"lab.{action.kind}()" if found is None else found(action)


def told(action: Action, core: Core) -> str:
    """The line of an action that led to a core; a long list of pairs goes by the tensor that holds it."""
    if isinstance(action, SetPairs):
        return pair_set(core, action.name).code
    if isinstance(action, SetPaint) and core.paint is not None:
        return core.paint.code
    return line(action)


def script(core: Core, info: ModelInfo, findings: Findings) -> str:
    """The Python that rebuilds a core in a fresh kernel. Stored values are referred to by their files. What
    can't be said in Python is named in a comment, what a person's own code did to the model too."""
    lines = [*_imports(core), _open(info)]
    if core.clean is not None:
        others = {prompt.name: prompt.source for prompt in core.counterfactuals} or None
        lines.append(prompt_line(core.clean.source, others, DEFAULT_COUNTERFACTUAL))
    lines += [f"lab.reference({quoted(e.name)}, stored={quoted(_file(e.tensor))})" for e in core.references]
    lines += [stored_line(e.name, _file(e.tensor), e.roles, e.answer_tokens) for e in core.pairs]
    lines += [direction_line(e.name, e.recipe, _file(e.tensor)) for e in core.directions]
    lines += [
        _group(SetGroup(name=each.name, targets=each.targets, note=each.note or None)) for each in core.groups
    ]
    for each in core.interventions:
        lines += _intervention(each, core)
    if core.metric is not None and not core.metric.automatic:
        lines += metric_lines(core.metric)
    if core.paint is not None:
        lines.append(core.paint.code)
    return "\n".join([*lines, *_not_rebuilt(core, findings)]) + "\n"


def _not_rebuilt(core: Core, findings: Findings) -> Iterator[str]:
    yield from (f"# not rebuilt: the saved state {each.name}" for each in core.saved)
    yield from (f"# not rebuilt: your {hook_label(hook.name, hook.hook)}" for hook in findings.hooks)
    yield from (f"# not rebuilt: your change of {weight.tensor}" for weight in findings.weights)
    yield from (f"# not rebuilt: your setting {flag}" for flag in findings.flags)


def _imports(core: Core) -> list[str]:
    """What the text of a person's functions needs, as far as that can be told."""
    custom = [each.operation for each in core.interventions if each.operation.op == "custom"]
    texts = [text for each in custom for text in (each.source, each.function) if text]
    if core.metric is not None and core.metric.function is not None:
        texts += [core.metric.function.source, core.metric.function.name]
    annotations = ["from __future__ import annotations\n"] if texts else []
    return annotations + (["import torch"] if any("torch." in text for text in texts) else [])


def _open(info: ModelInfo) -> str:
    folded = ", folded=True" if info.mode == "folded" else ""
    if info.kind in ("live", "native"):
        return f"import trafolab\nlab = trafolab.open(model{folded})  # a live object: make it first"
    return f"import trafolab\nlab = trafolab.open({quoted(info.source)}{folded})"


def _file(tensor: str) -> str:
    return path_of(tensor).as_posix()


def _intervention(each: Intervention, core: Core) -> list[str]:
    name = f"{each.operation.op} {', '.join(each.targets)}"
    lost = _lost(each, core)
    if lost is not None:
        return [f"# not rebuilt: {name}: {lost}"]
    lines: list[str] = []
    if each.operation.op == "custom" and each.operation.source:
        lines.append(each.operation.source)
    stored = ""
    if isinstance(each.source, Snapshot | Constant):
        files = [_file(part.tensor) for part in each.source.parts]
        stored = f", stored={one_or_list(files)}"
    lines.append(_before_end(_here(each, core), stored))
    return lines if each.enabled else [*lines, f'lab.disable("{each.id}")']


def _here(each: Intervention, core: Core) -> str:
    """Its line, at those of its positions that the prompt has."""
    if each.positions == "all" or core.clean is None:
        return each.code
    fitting = [position for position in each.positions if position.index < len(core.clean.tokens)]
    if fitting == each.positions:
        return each.code
    return line_of(each.targets, each.operation, fitting, each.source, each.stamp)


def _before_end(call: str, more: str) -> str:
    """A call with one argument more."""
    return (
        f"{call[:-1].removesuffix('(')}({more.removeprefix(', ')})"
        if call.endswith("()")
        else f"{call[:-1]}{more})"
    )


def _lost(each: Intervention, core: Core) -> str | None:
    """Why Python can't say it; None where it can."""
    length = 0 if core.clean is None else len(core.clean.tokens)
    if each.positions != "all" and all(position.index >= length for position in each.positions):
        return "the prompt is too short for its positions"
    if each.positions != "all" and not each.enabled and any(p.index >= length for p in each.positions):
        return "it is switched off, and the prompt is too short for its positions"
    if each.operation.op == "knockout" and any(index >= length for index in each.operation.src):
        return "the prompt is too short for its positions"
    if isinstance(each.source, PromptDonor):
        prompt = each.source.prompt
        if all(other.name != prompt for other in core.prompts):
            return f"the prompt {prompt} that its values come from is gone"
    named = row_of(each.operation).direction(each.operation)
    if named is not None and all(direction.name != named for direction in core.directions):
        return f"the direction {named} is gone"
    if each.operation.op == "custom":
        return untold(each.operation.function, each.operation.source, each.operation.needs)
    return None


def _edit(action: Intervene, id: str) -> str:
    """The call that puts the intervention in the place of another one."""
    operation = action.operation
    said = [quoted(id)]
    if operation.op == "keep":
        said.append(f"targets=[{', '.join(map(quoted, action.targets))}]")
    fields = operation.model_dump(exclude={"op", "tokens", "source", "needs", "key"})
    said += [f"{_ARGUMENTS.get(name, name)}={literal(value)}" for name, value in fields.items()]
    where = quoted("all") if action.positions == "all" else f"[{', '.join(map(literal, action.positions))}]"
    said.append(f"positions={where}")
    said += [] if action.source is None else [f"source={quoted(action.source)}"]
    said += [] if action.donor is None else [f"donor={quoted(action.donor)}"]
    return f"lab.edit({', '.join(said)})"


_ARGUMENTS = {"strength": "scale"}
"""What a method calls a field of an operation."""


def _intervene(action: Intervene) -> str:
    if action.replaces is not None:
        return _edit(action, action.replaces)
    where = "dst" if action.operation.op == "knockout" else "positions"
    more = "" if action.positions == "all" else f", {where}=[{', '.join(map(literal, action.positions))}]"
    more += "" if action.source is None else f", source={quoted(action.source)}"
    more += "" if action.donor is None else f", donor={quoted(action.donor)}"
    more += "" if action.stored is None else f", stored={one_or_list(action.stored)}"
    return call_of(action.targets, action.operation, more)


def _release(action: Release) -> str:
    return f"lab.release({one_or_list([*action.targets, *action.ids])})"


def _reference(action: SetReference) -> str:
    if action.stored is not None:
        return f"lab.reference({quoted(action.name)}, stored={quoted(action.stored)})"
    drawn = "" if action.n is None else f", n={action.n}, seed={action.seed}"
    return f"lab.reference({quoted(action.name)}, [{', '.join(map(given, action.prompts))}]{drawn})"


def _pair(action: UsePair) -> str:
    return f"lab.use_pair({quoted(action.name)}, {action.index})"


def _forget(action: Forget) -> str:
    return f"lab.forget({quoted(action.name)}, what={quoted(action.what)})"


def _restore(action: RestoreWeights) -> str:
    return f"lab.restore_weights({', '.join(map(quoted, action.targets))})"


def _prompt(action: SetPrompt) -> str:
    return prompt_line(action.clean, action.counterfactuals, DEFAULT_COUNTERFACTUAL)


def _enabled(action: SetEnabled) -> str:
    return f"lab.{'enable' if action.enabled else 'disable'}({quoted(action.id)})"


def _opened(action: OpenModel) -> str:
    return f"lab.open({quoted(action.source)}{', folded=True' if action.folded else ''})"


def _reorder(action: Reorder) -> str:
    return f"lab.reorder([{', '.join(map(quoted, action.ids))}])"


def _direction(action: SetDirection) -> str:
    return direction_line(action.name, action.recipe, action.stored)


def _group(action: SetGroup) -> str:
    members = f", {one_or_list(action.targets)}" if action.targets else ""
    note = "" if action.note is None else f", note={quoted(action.note)}"
    place = "" if action.replaces is None else f", replaces={quoted(action.replaces)}"
    return f"lab.group({quoted(action.name)}{members}{note}{place})"


def _save(action: SaveState) -> str:
    return f"lab.save({quoted(action.name)})"


def _load(action: LoadState) -> str:
    return f"lab.load({quoted(action.name)})"


_LINES: dict[str, Callable[[Any], str]] = {
    "set_prompt": _prompt,
    "set_metric": metric_line,
    "intervene": _intervene,
    "release": _release,
    "set_enabled": _enabled,
    "reorder": _reorder,
    "set_reference": _reference,
    "set_pairs": pairs_line,
    "use_pair": _pair,
    "set_direction": _direction,
    "set_group": _group,
    "set_paint": lambda action: "lab.paint(None)",
    "forget": _forget,
    "save_state": _save,
    "load_state": _load,
    "restore_weights": _restore,
    "open_model": _opened,
}
