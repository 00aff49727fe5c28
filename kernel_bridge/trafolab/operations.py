"""The table of operations. To add one: write its row, and its method in the mixin below.

A row says what an operation does to a tensor, where, from which values, how it is offered on the
page, and which line of Python does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import ValidationError
from torch import Tensor
from trafolab_protocol.actions import Action, Intervene
from trafolab_protocol.interventions import Positions
from trafolab_protocol.operations import Ablate, Freeze, Operation, OperationChoice, OperationInfo

from .arguments import names_in, positions_in
from .errors import OperationError
from .interventions.edit import Change
from .targets import Catalogue, Place, Target

Targets = str | Sequence[str]
Where = Literal["all"] | int | Sequence[int]


@dataclass(frozen=True)
class Row:
    """One operation of the laboratory."""

    info: OperationInfo
    identity: Callable[[Any], object]
    """Two interventions on the same targets and positions with equal identities are one record."""
    place: Callable[[Catalogue, Target, Any], Place]
    """Where it acts. Raises :class:`LabError` where it can't."""
    change: Callable[[Any], Change]
    arguments: Callable[[Any], str]
    """Its arguments beside the targets in a line of code, each with a comma before it."""
    stores: bool = False
    """It holds a snapshot, taken when it is set."""


def _ablated_place(catalogue: Catalogue, target: Target, operation: Ablate) -> Place:
    if operation.mode != "zero":
        raise OperationError(
            "not_available",
            f"Ablation by {operation.mode} is not available yet.",
            target.name,
            'Use mode="zero".',
        )
    place = catalogue.place(target)
    if target.kind == "norm" or place.hook.endswith("hook_scale"):
        raise OperationError(
            "cannot_ablate",
            f"{target.name} is the scale that a norm divides by; as zero it would give no numbers.",
            target.name,
            f"Ablate what the norm feeds, or zero {place.hook.replace('hook_scale', 'hook_out')} instead.",
        )
    return place


def _zero(operation: Ablate) -> Change:
    def zero(old: Tensor, donor: Tensor | None) -> Tensor:
        return old.new_zeros(old.shape)

    return zero


def _frozen_place(catalogue: Catalogue, target: Target, operation: Freeze) -> Place:
    if operation.what not in ("pattern", "z"):
        raise OperationError(
            "not_available",
            f"Freezing {operation.what} is not available yet.",
            target.name,
            'Use what="pattern" or what="z".',
        )
    if target.kind == "attn":
        axis = 2 if operation.what == "pattern" else 1
        return Place(f"blocks.{target.layer}.attn.hook_{operation.what}", position_axis=axis)
    if target.kind != "head" or target.part not in (None, operation.what):
        raise OperationError(
            "cannot_freeze",
            f"{target.name} has no {operation.what} that could be frozen.",
            target.name,
            "Freeze a head, such as L0H1, or a whole attention layer, such as attn.0.",
        )
    return catalogue.place(target, operation.what)


def _held(operation: Freeze) -> Change:
    def held(old: Tensor, donor: Tensor | None) -> Tensor:
        if donor is None:
            raise RuntimeError("a frozen tensor was not stored")
        # A copy: a person's hook that comes after ours may write into what it is given.
        return donor.to(old).expand_as(old).clone()

    return held


def _ablate_arguments(operation: Ablate) -> str:
    return "" if operation.mode == "zero" else f", mode={operation.mode!r}"


def _freeze_arguments(operation: Freeze) -> str:
    return "" if operation.what == "pattern" else f', what="{operation.what}"'


OPERATIONS: Final[dict[str, Row]] = {
    "ablate": Row(
        info=OperationInfo(
            op="ablate",
            label="Ablate",
            key="A",
            state="ablated",
            glyph="⊘",
            choices=[OperationChoice(label="zero", operation=Ablate())],
            targets=["head", "attn", "mlp", "neuron", "resid", "embed", "hook"],
        ),
        identity=lambda operation: operation.op,
        place=_ablated_place,
        change=_zero,
        arguments=_ablate_arguments,
    ),
    "freeze": Row(
        info=OperationInfo(
            op="freeze",
            label="Freeze",
            key="F",
            state="frozen",
            glyph="❄",
            choices=[
                OperationChoice(label="attention pattern", operation=Freeze(what="pattern")),
                OperationChoice(label="output z", operation=Freeze(what="z")),
            ],
            targets=["head", "attn"],
        ),
        identity=lambda operation: (operation.op, operation.what),
        place=_frozen_place,
        change=_held,
        arguments=_freeze_arguments,
        stores=True,
    ),
}


def row_of(operation: Operation) -> Row:
    """The table's row. Raises :class:`OperationError` for an operation that has none yet."""
    row = OPERATIONS.get(operation.op)
    if row is None:
        raise OperationError(
            "not_available",
            f"The operation {operation.op} is not available yet.",
            operation.op,
            f"Available are {', '.join(OPERATIONS)}.",
        )
    return row


def line_of(targets: Sequence[str], operation: Operation, where: Positions) -> str:
    """The line of Python that makes an intervention."""
    quoted = ", ".join(f'"{target}"' for target in targets)
    first = quoted if len(targets) == 1 else f"[{quoted}]"
    positions = "" if where == "all" else f", positions={[position.index for position in where]}"
    return f"lab.{operation.op}({first}{row_of(operation).arguments(operation)}{positions})"


class OperationMethods:
    """The operations as methods of :class:`trafolab.Lab`."""

    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; see :meth:`trafolab.Lab.act`."""
        # Lab has it; the methods here only call it.
        raise NotImplementedError

    def ablate(
        self,
        *targets: Targets,
        mode: Literal["zero", "mean", "resample"] = "zero",
        positions: Where = "all",
    ) -> None:
        """Put zeros in place of what the targets compute, as a plain TransformerLens hook would.

        ``targets``: names or globs, such as ``"L1H6"`` (its ``z``), ``"mlp.0"``, ``"L0H*"``, one after
        the other or in lists. ``positions``: token positions, BOS being 0; all by default.
        Raises :class:`LabError` for an unknown target and for a mode that is not available.
        """
        self.act(_intervene(targets, Ablate, {"mode": mode}, positions))

    def freeze(
        self, *targets: Targets, what: Literal["pattern", "z"] = "pattern", positions: Where = "all"
    ) -> None:
        """Hold heads at the values that they have now on the clean prompt in the plain run.

        The values are stored: they stay when the prompt changes, and act wherever their shape fits.
        Raises :class:`LabError` for an unknown target, and when there is no prompt yet.
        """
        self.act(_intervene(targets, Freeze, {"what": what}, positions))


def _intervene(
    targets: Sequence[Targets], kind: type[Ablate | Freeze], options: dict[str, str], positions: Where
) -> Intervene:
    try:
        operation = kind.model_validate(options)
    except ValidationError as error:
        ((option, value),) = options.items()
        what = f"{option}={value!r} is none that there is."
        raise OperationError("bad_option", what, str(value), f"{error.errors()[0]['msg']}.") from error
    return Intervene(targets=names_in(targets), operation=operation, positions=positions_in(positions))
