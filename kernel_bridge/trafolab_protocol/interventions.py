"""The one record of an intervention: what is held, cut or changed, where, from what, and proof."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .operations import Operation
from .record import Record
from .stamps import InterventionAxis, Stamp


class NoSource(Record):
    """The operation needs no donor (zero ablation, scaling)."""

    kind: Literal["none"] = "none"


class PromptDonor(Record):
    """Values follow the named prompt's run, recomputed when that changes."""

    kind: Literal["prompt"] = "prompt"
    prompt: str
    donor: InterventionAxis = "plain"
    """``live``: under the interventions that stand before this one in the list."""


class StoredPart(Record):
    """One tensor in the store, and the hook point that it was read from."""

    tensor: str
    hook: str
    shape: list[int]


class Snapshot(Record):
    """Values stored when the intervention was set."""

    kind: Literal["snapshot"] = "snapshot"
    parts: list[StoredPart]
    """One for each place that the intervention acts at, in their order."""
    run: Stamp
    n_tokens: int


class Constant(Record):
    """Stored values that belong to no position: a mean over a reference set, or a pool to draw from."""

    kind: Literal["constant"] = "constant"
    parts: list[StoredPart]
    reference: str
    """The reference set, or the prompt, that they were computed over."""
    over: str | None = None
    """Tells what that consisted of: it may be another one by now."""
    n: int
    """How many positions it was, BOS and padding left out."""
    n_tokens: int | None = None
    """Length of the prompts where there is a value for each position."""
    run: Stamp


Source = Annotated[NoSource | PromptDonor | Snapshot | Constant, Field(discriminator="kind")]


class Position(Record):
    """A place in the prompt, remembered with the token that stood there."""

    index: int
    token: str
    role: str | None = None


Positions = Literal["all"] | list[Position]


class Firing(Record):
    """How often an intervention's hooks fired: in the page's live run, and in a cell's last one. Of a
    generation, the pass over the prompt and the steps after it are counted apart."""

    page: int = 0
    cell: int | None = None
    steps: int = 0


class Status(Record):
    """Whether the intervention acts, with the proof or the reason why not."""

    state: Literal["pending", "active", "inactive", "error"] = "pending"
    reason: str | None = None
    fired: Firing = Firing()
    delta_norm: float | None = None
    """Frobenius norm of what it changed at its hook points in the page's last live run."""
    note: str | None = None
    """A remark that does not stop it, such as another token at a remembered position."""


class Intervention(Record):
    """One entry of the ordered list of interventions."""

    id: str
    targets: list[str]
    operation: Operation
    source: Source = NoSource()
    positions: Positions = "all"
    enabled: bool = True
    stamp: Stamp
    """What it was made under; another model, mode or dtype makes it inactive."""
    status: Status = Status()
    code: str
    """The line of Python that makes it."""
