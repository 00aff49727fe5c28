"""What an intervention does. The whole vocabulary is fixed here; which of it a kernel can carry
out it says itself (``State.operations``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .record import Record

Part = Literal["pattern", "z", "q", "k", "v", "scores", "post", "scale", "residual"]


class Ablate(Record):
    op: Literal["ablate"] = "ablate"
    mode: Literal["zero", "mean", "resample"] = "zero"


class Freeze(Record):
    op: Literal["freeze"] = "freeze"
    what: Part = "pattern"


class Patch(Record):
    op: Literal["patch"] = "patch"
    subspace: str | None = None
    """Name of a saved direction; only the component along it is patched."""


class Knockout(Record):
    op: Literal["knockout"] = "knockout"
    dst: list[int]
    src: list[int]


class Scale(Record):
    op: Literal["scale"] = "scale"
    factor: float


class Steer(Record):
    op: Literal["steer"] = "steer"
    direction: str
    how: Literal["add", "clamp", "remove"] = "add"
    strength: float = 1.0
    unit: Literal["direction", "stream"] = "direction"


class Keep(Record):
    op: Literal["keep"] = "keep"
    mode: Literal["zero", "mean", "resample"] = "mean"


class Linearise(Record):
    op: Literal["linearise"] = "linearise"


class Custom(Record):
    op: Literal["custom"] = "custom"
    function: str
    source: str


Operation = Annotated[
    Ablate | Freeze | Patch | Knockout | Scale | Steer | Keep | Linearise | Custom,
    Field(discriminator="op"),
]


class OperationChoice(Record):
    """One way to carry out an operation, offered as a button or a menu entry."""

    label: str
    operation: Operation


class OperationInfo(Record):
    """A row of the kernel's table of operations, as the page needs it to offer it."""

    op: str
    label: str
    key: str
    """The single key that applies it to the selection, upper case."""
    state: str
    """The word that a component under it carries in ``data-state``."""
    glyph: str
    choices: list[OperationChoice]
    """The first one is what the key does."""
    targets: list[str]
    """Kinds of target it works on, such as ``head``, ``attn``, ``mlp``, ``neuron``, ``resid``, ``norm``."""
