"""What an operation is: one row of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import Tensor
from trafolab_protocol.operations import Operation, OperationInfo

from ..interventions.edit import Change
from ..literals import literal
from ..targets import Catalogue, Place, Target

Needs = Literal["nothing", "snapshot", "prompt", "constant"]


@dataclass(frozen=True)
class Ingredients:
    """What a change may be made of, beside the operation itself."""

    direction: Callable[[str], Tensor]
    """A saved direction [d_model] by its name."""
    function: Callable[[str], Callable[..., Any]]
    """A person's function by its key."""


def own_places(catalogue: Catalogue, targets: Sequence[Target], operation: Operation) -> list[Place]:
    """Where the targets' own values are."""
    del operation
    return [catalogue.place(target) for target in targets]


@dataclass(frozen=True)
class Row:
    """One operation of the laboratory."""

    info: OperationInfo
    change: Callable[[Any, Ingredients], Change]
    places: Callable[[Catalogue, Sequence[Target], Any], list[Place]] = own_places
    """Where it acts. Raises :class:`LabError` where it can't."""
    identity: Callable[[Any], object] = field(default=lambda operation: operation.op)
    """Two interventions on the same targets and positions with equal identities are one record."""
    needs: Callable[[Any], Needs] = field(default=lambda operation: "nothing")
    """Which values it takes from elsewhere."""
    direction: Callable[[Any], str | None] = field(default=lambda operation: None)
    """Name of the saved direction that it uses, if it uses one."""
    arguments: Callable[[Any], str] = field(default=lambda operation: "")
    """Its arguments behind the targets in a line of code, each with a comma before it."""
    settled: Callable[[Any, Sequence[Target]], Operation] = field(
        default=lambda operation, targets: operation
    )
    """The operation with what goes without saying for these targets filled in."""
    each: bool = False
    """It makes a record for each target, since each holds values of its own."""
    targetless: bool = False
    """It acts on the whole model."""


def fields_said(operation: Operation, usual: Operation, *names: str) -> str:
    """Those of the fields that are not as usual, as arguments in a line of code."""
    told = [(name, getattr(operation, name)) for name in names]
    return "".join(f", {name}={literal(value)}" for name, value in told if value != getattr(usual, name))
