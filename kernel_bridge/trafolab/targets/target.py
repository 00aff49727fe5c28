"""A thing of the model that a name stands for, and where its values are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from torch import Tensor

Kind = Literal["head", "group", "attn", "mlp", "neuron", "resid", "embed", "norm", "hook"]


@dataclass(frozen=True)
class Place:
    """A tensor at a hook point, or slices of it along ``axis``.

    Axes count from the batch: ``z`` is [batch, pos, head, d_head].
    """

    hook: str
    axis: int | None = None
    index: int | tuple[int, ...] | None = None
    """One slice, or several."""
    position_axis: int = 1
    carry: str | None = None
    """Hook point at which a change must be added too, because the skip connection passes by this one."""

    def at(self, hook: str, carry: str | None = None) -> Place:
        """The same slice at a hook point known by another name."""
        return replace(self, hook=hook, carry=carry)

    @property
    def by_key(self) -> bool:
        """Whether the axis behind the positions' counts positions too, as in an attention pattern."""
        return self.position_axis == 2

    def slice(self, value: Tensor) -> Tensor:
        """The part of a tensor that the place names; the axis stays."""
        if self.axis is None or self.index is None:
            return value
        if isinstance(self.index, int):
            return value.narrow(self.axis, self.index, 1)
        return value.index_select(self.axis, value.new_tensor(self.index).long())

    @property
    def single(self) -> bool:
        """Whether it names one slice: values that are kept leave its axis out."""
        return self.axis is not None and isinstance(self.index, int)

    def kept(self, value: Tensor) -> Tensor:
        """The part of a tensor that the place names, as it is stored: without the axis of a single slice."""
        part = self.slice(value)
        return part.squeeze(self.axis) if self.axis is not None and self.single else part

    def shown(self, kept: Tensor) -> Tensor:
        """What is stored, with the batch before it, with that axis again."""
        return kept.unsqueeze(self.axis) if self.axis is not None and self.single else kept

    def block(self, value: Tensor, length: int) -> Tensor:
        """That part, at the first ``length`` positions; where there are more of them, at as many keys."""
        part = self.slice(value)
        for axis in self._longer(part, length):
            part = part.narrow(axis, 0, length)
        return part

    def put(self, value: Tensor, new: Tensor, length: int) -> Tensor:
        """A copy of ``value`` with ``new`` in the place of its block."""
        if self.axis is None and not self._longer(value, length):
            return new
        out = value.clone()
        if not isinstance(self.index, tuple) or self.axis is None:
            self.block(out, length).copy_(new)
            return out
        part = self.slice(out)
        replace_whole = Place(self.hook, position_axis=self.position_axis)
        part = replace_whole.put(part, new, length)
        return out.index_copy(self.axis, out.new_tensor(self.index).long(), part)

    def _longer(self, value: Tensor, length: int) -> list[int]:
        """The axes of positions and keys, where the value has more positions than that."""
        if value.ndim <= self.position_axis or value.shape[self.position_axis] <= length:
            return []
        return [self.position_axis, self.position_axis + 1] if self.by_key else [self.position_axis]


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
