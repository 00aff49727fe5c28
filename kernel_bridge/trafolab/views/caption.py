"""What stands below a view that leaves: of what it is, and the conditions of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..visible import visible

if TYPE_CHECKING:
    from ..look import Look

_LONGEST = 80
_MOST = 6


def caption(look: Look, data: Record) -> str:
    """In a line, of the moment that the data are of; empty where they do not say how they were computed."""
    stamp = getattr(data, "stamp", None)
    if not isinstance(stamp, Stamp):
        return ""
    weights = "as loaded" if stamp.weights == "loaded" else "as they are now"
    live = stamp.interventions == "live"
    parts = [look.model_name, _prompt(look, stamp.prompt), _acting(look, live=live), *_other(look, data)]
    return " · ".join(
        [*parts, f"weights {weights}", f"model {stamp.model_hash[:12]}", stamp.mode, stamp.dtype]
    )


def _prompt(look: Look, name: str) -> str:
    """Its name, and its text in a line; of a set of prompts there is the name alone."""
    found = next((prompt for prompt in look.prompts if prompt.name == name), None)
    if found is None:
        return name
    return f"{name}: {visible(''.join(token.text for token in found.tokens), _LONGEST)}"


def _acting(look: Look, *, live: bool) -> str:
    lines = [line.removeprefix("lab.") for line in look.in_force()] if live else []
    if not lines:
        return "without interventions"
    more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return f"under {', '.join([*lines[:_MOST], *more])}"


def _other(look: Look, data: Record) -> list[str]:
    """The run that it is compared with, where it is."""
    name = getattr(data, "minus", None) or getattr(data, "against", None)
    if name is None or name == getattr(data, "run", None):
        return []
    if name in ("live", "plain"):
        return [f"against the run {_acting(look, live=name == 'live')}"]
    return [f"against {_prompt(look, name)}"]
