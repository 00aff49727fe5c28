"""A thing of the model that a name stands for, and where its values are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"]


@dataclass(frozen=True)
class Place:
    """A tensor at a hook point, or one slice of it along ``axis``.

    Axes count from the batch: ``z`` is [batch, pos, head, d_head].
    """

    hook: str
    axis: int | None = None
    index: int | None = None
    position_axis: int = 1

    def at(self, hook: str) -> Place:
        """The same slice at a hook point known by another name."""
        return replace(self, hook=hook)


@dataclass(frozen=True)
class Target:
    """One target by its canonical name (``semantics.md``, "Targets")."""

    name: str
    component: str
    """The component of the map that shows it, such as ``L1H6`` for ``L1H6.pattern``."""
    kind: Kind
    layer: int | None = None
    index: int | None = None
    """Head, group or neuron."""
    part: str | None = None
    """``pattern``, ``z`` and so on where the name says so."""
    hook: str | None = None
    """The hook point, where the kind and part do not decide it."""
