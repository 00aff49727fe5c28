"""What a person's own code did to the model, as it was found."""

from __future__ import annotations

from .record import Record


class UserHook(Record):
    """A hook on the model that is not Trafolab's."""

    component: str
    """The component of the map that it touches."""
    hook: str
    name: str
    """The function's name as Python knows it."""
    direction: str
    permanent: bool


class ChangedWeight(Record):
    """A tensor of the model that differs from the loaded one."""

    component: str
    tensor: str
    delta_norm: float | None
    """Frobenius norm of now − loaded; None while it is not known yet."""


class Findings(Record):
    """Everything found on the model that no action made."""

    hooks: list[UserHook] = []
    weights: list[ChangedWeight] = []
    moving: bool = False
    """Weights changed since the last look, so numbers may be read half-way through a step."""
    flags: list[str] = []
    """Changed ``cfg`` flags, as ``name: before → now``."""
