"""Lines of Python that do what was done by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trafolab_protocol.interventions import NoSource, Positions, Source
from trafolab_protocol.operations import Operation
from trafolab_protocol.prompts import PromptSource
from trafolab_protocol.stamps import Stamp

from .literals import one_or_list, quoted
from .operations import row_of
from .prompts import CLEAN

_WRITTEN_OUT = 6
"""Prompts of a set that a line holds; more are referred to by the tensor that they are stored in."""


def line_of(
    targets: Sequence[str],
    operation: Operation,
    where: Positions,
    source: Source | None = None,
    stamp: Stamp | None = None,
) -> str:
    """The line that makes an intervention."""
    more = _where(operation, where) + _from(source or NoSource(), stamp)
    return call_of(targets, operation, more)


def call_of(targets: Sequence[str], operation: Operation, more: str = "") -> str:
    """The call that an operation on targets is, with further arguments."""
    row = row_of(operation)
    given = ("" if row.targetless else one_or_list(targets)) + row.arguments(operation) + more
    return f"lab.{operation.op}({given.removeprefix(', ')})"


def _where(operation: Operation, where: Positions) -> str:
    name = "dst" if operation.op == "knockout" else "positions"
    return "" if where == "all" else f", {name}={[position.index for position in where]}"


def _from(source: Source, stamp: Stamp | None) -> str:
    if source.kind == "prompt":
        return f", source={quoted(source.prompt)}" + ("" if source.donor == "plain" else ', donor="live"')
    if source.kind == "constant":
        return "" if source.reference == CLEAN else f", source={quoted(source.reference)}"
    if source.kind == "snapshot" and stamp is not None:
        prompt = "" if stamp.prompt == CLEAN else f", source={quoted(stamp.prompt)}"
        return prompt + (', donor="live"' if stamp.interventions == "live" else "")
    return ""


def reference_line(name: str, prompts: Sequence[PromptSource], tensor: str) -> str:
    """The line that names a set of prompts."""
    if len(prompts) > _WRITTEN_OUT:
        return f"lab.reference({quoted(name)}, stored={quoted(tensor)})"
    return f"lab.reference({quoted(name)}, [{', '.join(map(given, prompts))}])"


def given(source: PromptSource) -> str:
    """A prompt as a literal."""
    return quoted(source.text) if source.kind == "text" else repr(source.ids)


def prompt_line(clean: PromptSource, others: Mapping[str, PromptSource] | None, corrupt: str) -> str:
    """The line that sets the prompts; one counterfactual named ``corrupt`` goes without its name."""
    arguments = [given(clean)]
    if others is not None and list(others) == [corrupt]:
        arguments.append(f"corrupt={given(others[corrupt])}")
    elif others is not None:
        named = ", ".join(f"{quoted(name)}: {given(source)}" for name, source in others.items())
        arguments.append(f"corrupt={{{named}}}")
    labels = _labels([clean, *(others or {}).values()])
    if labels:
        arguments.append(f"labels={labels!r}")
    return f"lab.prompt({', '.join(arguments)})"


def _labels(sources: Sequence[PromptSource]) -> dict[int, str]:
    found: dict[int, str] = {}
    for source in sources:
        if source.kind == "ids" and source.labels is not None:
            found |= dict(zip(source.ids, source.labels, strict=True))
    return found
