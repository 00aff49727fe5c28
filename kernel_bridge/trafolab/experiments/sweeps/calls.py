"""A sweep in words, and as the line of Python that starts it."""

from __future__ import annotations

from trafolab_protocol.experiments import SweepSpec

from ...literals import one_or_list, quoted
from .kinds import by_position_of, kind_of


def label(spec: SweepSpec) -> str:
    """What a sweep is called."""
    kind = kind_of(spec.what)
    by_position = by_position_of(kind, spec) and not kind.by_key
    how = f", the {spec.top} largest" if kind.ranked else ""
    how += "" if spec.ablate is None else f", {spec.ablate} ablated"
    where = "" if kind.by_key else _apart(spec, by_position=by_position, usual=kind.by_position)
    which = f" of {', '.join(spec.only)}" if spec.only else ""
    both = ", both directions" if spec.direction == "both" and spec.ablate is None else ""
    over = "" if spec.over is None else f", over {spec.over}"
    return f"{kind.label}{which}{where}{how}{both}{over}"


def _apart(spec: SweepSpec, *, by_position: bool, usual: bool) -> str:
    """What is told apart, where that does not go without saying: roles or positions."""
    if spec.by is not None and spec.by_position is not False:
        return " by role" if spec.by == "role" else " by position"
    if by_position == usual:
        return ""
    return " by position" if by_position else ", all positions together"


def line(spec: SweepSpec) -> str:
    """The line of Python that starts it."""
    arguments = [quoted(spec.what)]
    arguments += [] if spec.over is None else [f"over={quoted(spec.over)}"]
    arguments += [] if spec.by is None else [f"by={quoted(spec.by)}"]
    if spec.by_position is not None:
        arguments.append(f"by_position={spec.by_position}")
    if spec.ablate is not None:
        arguments.append(f"ablate={quoted(spec.ablate)}")
    elif spec.direction != "noise":
        arguments.append(f"direction={quoted(spec.direction)}")
    if spec.source is not None:
        arguments.append(f"source={quoted(spec.source)}")
    if spec.only:
        arguments.append(f"only={one_or_list(spec.only)}")
    named = ["draws", "seed"] if spec.ablate == "resample" else []
    named += ["top"] if kind_of(spec.what).ranked else []
    usual = SweepSpec.model_fields
    changed = [name for name in named if getattr(spec, name) != usual[name].default]
    arguments += [f"{name}={getattr(spec, name)}" for name in changed]
    return f"lab.sweep({', '.join(arguments)})"
