"""Actions in a few words, for the history and the undo button."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.actions import (
    Action,
    Forget,
    Intervene,
    LoadState,
    OpenModel,
    Release,
    RestoreWeights,
    SaveState,
    SetDirection,
    SetEnabled,
    SetGroup,
    SetMetric,
    SetPrompt,
    SetReference,
)
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.prompts import PromptSource

_LONGEST = 40


def label_of(action: Action, interventions: Sequence[Intervention] = ()) -> str:
    """What an action did to the given interventions, such as ``ablate L1H6``."""
    if isinstance(action, SetPrompt):
        return f"prompt {_short(action.clean)}"
    if isinstance(action, SetMetric):
        return f"metric {action.metric_kind or 'automatic'}"
    if isinstance(action, Intervene):
        return f"{action.operation.op} {', '.join(action.targets)}".strip()
    if isinstance(action, SetReference):
        return f"reference set {action.name}"
    if isinstance(action, SetDirection):
        return f"direction {action.name}"
    if isinstance(action, SetGroup):
        return f"group {action.name}"
    if isinstance(action, Forget):
        return f"forget {action.what} {action.name}"
    if isinstance(action, SaveState | LoadState):
        return f"{'save' if isinstance(action, SaveState) else 'go to'} state {action.name}"
    if isinstance(action, RestoreWeights):
        return f"put back {', '.join(action.targets) or 'all weights'}"
    if isinstance(action, Release):
        return f"release {', '.join([*action.targets, *(_named(id, interventions) for id in action.ids)])}"
    if isinstance(action, SetEnabled):
        return f"{'enable' if action.enabled else 'disable'} {_named(action.id, interventions)}"
    if isinstance(action, OpenModel):
        return f"open {action.source}"
    return action.kind


def hook_label(name: str, hook: str, *, gone: bool = False) -> str:
    """A person's hook, or code of the model that they replaced: that is said in words, and the name of a
    function has no space."""
    if " " in name:
        return f"{hook}: {'no longer ' if gone else ''}{name}"
    return f"hook {name} {'gone from' if gone else 'on'} {hook}"


def _named(id: str, interventions: Sequence[Intervention]) -> str:
    found = next((each for each in interventions if each.id == id), None)
    return id if found is None else f"{found.operation.op} {', '.join(found.targets)}"


def _short(source: PromptSource) -> str:
    text = source.text if source.kind == "text" else str(source.ids)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
