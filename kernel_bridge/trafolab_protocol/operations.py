"""What an intervention does. The whole vocabulary is fixed here; which of it a kernel can carry
out it says itself (``State.operations``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .record import Record

Part = Literal["pattern", "scores", "z", "q", "k", "v", "post", "scale", "residual", "output"]
"""Which of a target's values: ``output`` is what an attention layer, an MLP or an embedding writes."""

AblationMode = Literal["zero", "mean", "resample"]
How = Literal["add", "clamp", "remove"]
Unit = Literal["direction", "stream"]
Phase = Literal["prompt", "generated", "all"]


class Ablate(Record):
    op: Literal["ablate"] = "ablate"
    mode: AblationMode = "zero"
    draws: int = Field(default=8, ge=1, le=64)
    """Of ``resample``: how many seeded draws the spread is taken over; the first is the one that acts."""
    seed: int = 0
    by_position: bool = False
    """Of ``mean``: one mean for each position; only from prompts of one length."""
    src: list[int] = []
    """Of a pattern or scores: the keys at which alone entries are ablated; all where empty. Unlike a
    knockout this does not share out the weight."""
    tokens: list[str] = []
    """What stood at ``src`` when it was set."""


class Freeze(Record):
    op: Literal["freeze"] = "freeze"
    what: Part | None = None
    """None in an action: what is usually frozen of such a target. In a record: the target's own value."""


class Patch(Record):
    op: Literal["patch"] = "patch"
    subspace: str | None = None
    """Name of a saved direction; only the component along it is patched."""
    src: list[int] = []
    """Of a pattern or scores: the keys at which alone entries are patched; all where empty."""
    tokens: list[str] = []
    """What stood at ``src`` when it was set."""


class Knockout(Record):
    """Attention from the intervention's positions, the queries, to the positions ``src``, the keys."""

    op: Literal["knockout"] = "knockout"
    src: list[int]
    tokens: list[str] = []
    """What stood at ``src`` when it was set."""


class Scale(Record):
    op: Literal["scale"] = "scale"
    factor: float = Field(allow_inf_nan=False)


class Steer(Record):
    op: Literal["steer"] = "steer"
    direction: str
    """Name of a saved direction."""
    how: How = "add"
    strength: float = Field(default=1.0, allow_inf_nan=False)
    unit: Unit = "direction"
    """What ``strength`` counts: the direction's own norm, or that of the stream at each position."""
    on: Phase = "all"


class Keep(Record):
    """Everything but the targets is ablated."""

    op: Literal["keep"] = "keep"
    mode: AblationMode = "mean"
    draws: int = Field(default=8, ge=1, le=64)
    seed: int = 0


class Linearise(Record):
    """All attention patterns and all norm scales are frozen."""

    op: Literal["linearise"] = "linearise"


class Custom(Record):
    op: Literal["custom"] = "custom"
    function: str
    source: str
    needs: list[str] = []
    """Names that its text alone does not bring along."""
    key: str
    """Names the living function in the kernel; a fresh kernel has none under it."""


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
    """The single key that applies it to the selection, upper case; empty where there is none."""
    state: str
    """The word that a component under it carries in ``data-state``."""
    glyph: str
    hint: str
    """What it does, in one sentence."""
    choices: list[OperationChoice]
    """Those that need no more than a target; the first is what the key does. The page asks for others."""
    targets: list[str]
    """Kinds of target it works on, such as ``head``, ``attn``, ``mlp``, ``neuron``, ``resid``, ``norm``."""
