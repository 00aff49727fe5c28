"""Actions in a few words, for the history and the undo button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trafolab_protocol.actions import (
    Action,
    Intervene,
    Release,
    RestoreWeights,
    SetEnabled,
    SetMetric,
    SetPaint,
)
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.prompts import PromptSource

_LONGEST = 40


def label_of(action: Action, interventions: Sequence[Intervention] = ()) -> str:
    """What an action did to the given interventions, such as ``ablate L1H6``."""
    found = _LABELS.get(action.kind)
    return action.kind if found is None else found(action, interventions)


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


def _intervene(action: Intervene, known: Sequence[Intervention]) -> str:
    del known
    return f"{action.operation.op} {', '.join(action.targets)}".strip()


def _release(action: Release, known: Sequence[Intervention]) -> str:
    return f"release {', '.join([*action.targets, *(_named(id, known) for id in action.ids)])}"


def _enabled(action: SetEnabled, known: Sequence[Intervention]) -> str:
    return f"{'enable' if action.enabled else 'disable'} {_named(action.id, known)}"


def _metric(action: SetMetric, known: Sequence[Intervention]) -> str:
    del known
    name = action.metric_kind if action.function is None else action.function.name
    return f"metric {name or 'automatic'}"


def _restore(action: RestoreWeights, known: Sequence[Intervention]) -> str:
    del known
    return f"put back {', '.join(action.targets) or 'all weights'}"


def _paint(action: SetPaint) -> str:
    off = action.values is None and action.stored is None
    return "take the paint off" if off else f"paint {action.label}"


_LABELS: dict[str, Callable[[Any, Sequence[Intervention]], str]] = {
    "set_prompt": lambda action, known: f"prompt {_short(action.clean)}",
    "set_metric": _metric,
    "intervene": _intervene,
    "release": _release,
    "set_enabled": _enabled,
    "set_reference": lambda action, known: f"reference set {action.name}",
    "set_pairs": lambda action, known: f"pairs {action.name}",
    "use_pair": lambda action, known: f"pair {action.index} of {action.name}",
    "set_direction": lambda action, known: f"direction {action.name}",
    "set_group": lambda action, known: f"group {action.name}",
    "set_paint": lambda action, known: _paint(action),
    "forget": lambda action, known: f"forget {action.what} {action.name}",
    "save_state": lambda action, known: f"save state {action.name}",
    "load_state": lambda action, known: f"go to state {action.name}",
    "restore_weights": _restore,
    "open_model": lambda action, known: f"open {action.source}",
}
