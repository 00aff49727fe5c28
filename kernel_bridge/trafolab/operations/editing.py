"""Changing an intervention where it stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Literal

from trafolab_protocol.actions import Action, Intervene
from trafolab_protocol.interventions import Constant, Intervention, Snapshot
from trafolab_protocol.stamps import InterventionAxis

from ..arguments import names_in, positions_in
from ..prompts import CLEAN
from .asking import Targets, Where, checked


class EditingMethods(ABC):
    """``lab.edit``."""

    @abstractmethod
    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; see :meth:`trafolab.Lab.act`."""

    @abstractmethod
    def intervention(self, id: str) -> Intervention:
        """The intervention with this id."""

    def edit(
        self,
        id: str,
        *,
        targets: Targets | None = None,
        positions: Where | None = None,
        source: str | None = None,
        donor: InterventionAxis | None = None,
        **changes: Any,
    ) -> None:
        """Change an intervention where it stands in the list: other ``positions``, or other arguments of its
        operation, such as ``factor`` or ``scale``. What is not named stays; so do values that it holds,
        unless they depend on what is changed."""
        old = self.intervention(id)
        if "scale" in changes:
            changes["strength"] = changes.pop("scale")
        operation = checked(type(old.operation), {**old.operation.model_dump(exclude={"op"}), **changes})
        same = operation == old.operation and targets is None and source is None and donor is None
        fields = {
            "targets": old.targets if targets is None else names_in([targets]),
            "operation": operation,
            "positions": _indices(old) if positions is None else positions_in(positions),
            "source": source or _source(old),
            "donor": donor or _donor(old),
            "stored": _stored(old) if same else None,
            "replaces": id,
        }
        self.act(checked(Intervene, fields))


def _indices(each: Intervention) -> Any:
    return "all" if each.positions == "all" else [position.index for position in each.positions]


def _source(each: Intervention) -> str | None:
    source = each.source
    if source.kind == "prompt":
        return source.prompt
    named = source.reference if source.kind == "constant" else None
    named = source.run.prompt if source.kind == "snapshot" else named
    return None if named == CLEAN else named


def _donor(each: Intervention) -> InterventionAxis | None:
    source = each.source
    if source.kind == "prompt":
        return source.donor
    return source.run.interventions if source.kind == "snapshot" else None


def _stored(each: Intervention) -> list[str] | None:
    source = each.source
    return [part.tensor for part in source.parts] if isinstance(source, Snapshot | Constant) else None
