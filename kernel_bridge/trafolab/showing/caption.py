"""What stands below a view that leaves: of what it is, and the conditions of its numbers."""

from __future__ import annotations

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp
from trafolab_protocol.state import State

_LONGEST = 80
_MOST = 6


def caption(data: Record, state: State) -> str:
    """In a line, as the page has it below its own pictures; empty where the data do not say."""
    stamp = getattr(data, "stamp", None)
    if not isinstance(stamp, Stamp):
        return ""
    weights = "as loaded" if stamp.weights == "loaded" else "as they are now"
    model = f"model {stamp.model_hash[:12]}"
    named = [] if state.model is None else [state.model.name]
    conditions = [_acting(stamp, state), f"weights {weights}", model, stamp.mode, stamp.dtype]
    return " · ".join([*named, _prompt(stamp.prompt, state), *conditions])


def _prompt(name: str, state: State) -> str:
    """Its name, and its text in a line; of a set of prompts there is the name alone."""
    prompts = [prompt for prompt in (state.clean, *state.counterfactuals) if prompt is not None]
    found = next((prompt for prompt in prompts if prompt.name == name), None)
    if found is None:
        return name
    text = "".join(token.text for token in found.tokens)
    for space, mark in ((" ", "·"), ("\n", "↵"), ("\r", "␍"), ("\t", "⇥")):
        text = text.replace(space, mark)
    return f"{name}: {text if len(text) <= _LONGEST else f'{text[: _LONGEST - 1]}…'}"


def _acting(stamp: Stamp, state: State) -> str:
    acting = [each for each in state.interventions if each.enabled and each.status.state != "inactive"]
    if stamp.interventions == "plain" or not acting:
        return "without interventions"
    lines = [each.code.removeprefix("lab.") for each in acting]
    more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return f"under {', '.join([*lines[:_MOST], *more])}"
