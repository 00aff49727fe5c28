"""The Python that does an action again, and the Python that rebuilds a whole state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trafolab_protocol.actions import Action, Intervene, OpenModel, Release, SetEnabled, SetMetric, SetPrompt
from trafolab_protocol.findings import Findings
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import Metric
from trafolab_protocol.model import ModelInfo
from trafolab_protocol.prompts import PromptSource

from .core import Core
from .errors import LabError
from .labels import hook_label
from .operations import row_of
from .prompts import DEFAULT_COUNTERFACTUAL
from .tensors import TensorStore


def line(action: Action) -> str:
    """The call that does the same as an action."""
    if isinstance(action, SetPrompt):
        return _prompt(action.clean, action.counterfactuals)
    if isinstance(action, SetMetric):
        return _set_metric(action)
    if isinstance(action, Intervene):
        return _intervene(action)
    if isinstance(action, Release):
        named = [*action.targets, *action.ids]
        return f"lab.release({_one_or_list(named)})"
    if isinstance(action, SetEnabled):
        return f"lab.{'enable' if action.enabled else 'disable'}({action.id!r})"
    if isinstance(action, OpenModel):
        return f"lab.open({action.source!r}{', folded=True' if action.folded else ''})"
    return f"lab.{action.kind}()"


def script(core: Core, info: ModelInfo, tensors: TensorStore, findings: Findings) -> str:
    """The Python that rebuilds a core in a fresh kernel. What can't be said in Python is named in a
    comment, what a person's own code did to the model too."""
    lines = [_open(info), *_prompts_and_interventions(core, tensors)]
    if core.metric is not None and not core.metric.automatic:
        lines.append(_metric(core.metric))
    lines += [f'lab.disable("{each.id}")' for each in core.interventions if not each.enabled]
    return "\n".join([*lines, *_not_rebuilt(findings)]) + "\n"


def _not_rebuilt(findings: Findings) -> Iterator[str]:
    yield from (f"# not rebuilt: your {hook_label(hook.name, hook.hook)}" for hook in findings.hooks)
    yield from (f"# not rebuilt: your change of {weight.tensor}" for weight in findings.weights)
    yield from (f"# not rebuilt: your setting {flag}" for flag in findings.flags)


def _open(info: ModelInfo) -> str:
    folded = ", folded=True" if info.mode == "folded" else ""
    if info.kind in ("live", "native"):
        return f"import trafolab\nlab = trafolab.open(model{folded})  # a live object: make it first"
    return f"import trafolab\nlab = trafolab.open({info.source!r}{folded})"


def _prompts_and_interventions(core: Core, tensors: TensorStore) -> Iterator[str]:
    """Stored values belong to the prompt that they were taken on, so that one is set before them."""
    if core.clean is None:
        yield from (_intervention(each, tensors) for each in core.interventions)
        return
    needs = [_needed(each, tensors) for each in core.interventions]
    now = next((need for need in needs if need is not None), core.clean.source)
    yield _prompt(now, _others(core))
    for each, need in zip(core.interventions, needs, strict=True):
        if need is not None and need != now:
            now = need
            yield _prompt(now, _others(core))
        yield _intervention(each, tensors)
    if now != core.clean.source:
        yield _prompt(core.clean.source, _others(core))


def _others(core: Core) -> dict[str, PromptSource] | None:
    return {prompt.name: prompt.source for prompt in core.counterfactuals} or None


def _needed(each: Intervention, tensors: TensorStore) -> PromptSource | None:
    return tensors.origin(each.source.tensor) if each.source.kind == "snapshot" else None


def _intervention(each: Intervention, tensors: TensorStore) -> str:
    source = each.source
    if source.kind == "snapshot" and tensors.origin(source.tensor) is None:
        what = f"{each.operation.op} {', '.join(each.targets)}"
        return f"# {what}: its values {source.tensor} are of a prompt that is not known any more"
    if each.stamp.interventions == "live" and source.kind == "snapshot":
        return f"{each.code}  # its values were taken in the live run of that time"
    return each.code


def _prompt(clean: PromptSource, others: dict[str, PromptSource] | None) -> str:
    arguments = [_given(clean)]
    if others is not None and list(others) == [DEFAULT_COUNTERFACTUAL]:
        arguments.append(f"corrupt={_given(others[DEFAULT_COUNTERFACTUAL])}")
    elif others is not None:
        named = ", ".join(f"{name!r}: {_given(source)}" for name, source in others.items())
        arguments.append(f"corrupt={{{named}}}")
    labels = _labels([clean, *(others or {}).values()])
    if labels:
        arguments.append(f"labels={labels!r}")
    return f"lab.prompt({', '.join(arguments)})"


def _given(source: PromptSource) -> str:
    return _quoted(source.text) if source.kind == "text" else repr(source.ids)


def _labels(sources: list[PromptSource]) -> dict[int, str]:
    found: dict[int, str] = {}
    for source in sources:
        if source.kind == "ids" and source.labels is not None:
            found |= dict(zip(source.ids, source.labels, strict=True))
    return found


def _set_metric(action: SetMetric) -> str:
    if action.metric_kind is None:
        return "lab.metric(None)"
    arguments: list[tuple[str, Any]] = [("answer", action.answer), ("distractor", action.distractor)]
    given = [f"{name}={_value(value)}" for name, value in arguments if value is not None]
    position = [] if action.position == -1 else [f"position={action.position}"]
    return f"lab.metric({', '.join([_quoted(action.metric_kind), *given, *position])})"


def _metric(metric: Metric) -> str:
    return _set_metric(
        SetMetric(
            metric_kind=metric.kind,
            answer=metric.answer.id if metric.answer.text.startswith("\\") else metric.answer.text,
            distractor=None if metric.distractor is None else metric.distractor.text,
            position=metric.position,
        )
    )


def _intervene(action: Intervene) -> str:
    try:
        arguments = row_of(action.operation).arguments(action.operation)
    except LabError:
        arguments = ""
    more = "" if action.source is None else f", source={action.source!r}"
    more += "" if action.donor is None else f", donor={action.donor!r}"
    more += "" if action.positions == "all" else f", positions={action.positions}"
    return f"lab.{action.operation.op}({_one_or_list(action.targets)}{arguments}{more})"


def _one_or_list(names: list[str]) -> str:
    quoted = ", ".join(_quoted(name) for name in names)
    return quoted if len(names) == 1 else f"[{quoted}]"


def _value(value: str | int) -> str:
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """A Python literal, in double quotes where that needs no escapes."""
    literal = repr(text)
    return f'"{text}"' if literal == f"'{text}'" and '"' not in text else literal
