"""What an operation is: one row of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import Tensor
from trafolab_protocol.operations import Operation, OperationInfo

from ..errors import OperationError
from ..interventions.edit import Change
from ..targets import Catalogue, Place, Target

Needs = Literal["nothing", "snapshot", "prompt", "constant"]


@dataclass(frozen=True)
class Ingredients:
    """What a change may be made of, beside the operation itself."""

    direction: Callable[[str], Tensor]
    """A saved direction [d_model] by its name."""
    function: Callable[[str], Callable[..., Any]]
    """A person's function by its key."""


def nothing(operation: Any) -> Needs:
    """The operation takes no values from anywhere."""
    del operation
    return "nothing"


def no_arguments(operation: Any) -> str:
    """A line of code says no more than the operation and its targets."""
    del operation
    return ""


def as_it_is(operation: Any, targets: Sequence[Target]) -> Operation:
    """Nothing goes without saying."""
    del targets
    return operation


@dataclass(frozen=True)
class Row:
    """One operation of the laboratory."""

    info: OperationInfo
    places: Callable[[Catalogue, Sequence[Target], Any], list[Place]]
    """Where it acts. Raises :class:`LabError` where it can't."""
    change: Callable[[Any, Ingredients], Change]
    identity: Callable[[Any], object] = field(default=lambda operation: operation.op)
    """Two interventions on the same targets and positions with equal identities are one record."""
    needs: Callable[[Any], Needs] = nothing
    """Which values it takes from elsewhere."""
    arguments: Callable[[Any], str] = no_arguments
    """Its arguments behind the targets in a line of code, each with a comma before it."""
    settled: Callable[[Any, Sequence[Target]], Operation] = as_it_is
    """The operation with what goes without saying for these targets filled in."""
    each: bool = False
    """It makes a record for each target, since each holds values of its own."""
    targetless: bool = False
    """It acts on the whole model."""


def refuse(code: str, what: str, target: str | None, advice: str | None) -> OperationError:
    """The error for an operation that can't be carried out there."""
    return OperationError(code, what, target, advice)


def own_places(catalogue: Catalogue, targets: Sequence[Target]) -> list[Place]:
    """Where the targets' own values are."""
    return [catalogue.place(target) for target in targets]


def fields_said(operation: Operation, usual: Operation, *names: str) -> str:
    """Those of the fields that are not as usual, as arguments in a line of code."""
    told = [(name, getattr(operation, name)) for name in names]
    return "".join(f", {name}={_quoted(value)}" for name, value in told if value != getattr(usual, name))


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) and '"' not in value else repr(value)
