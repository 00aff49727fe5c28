"""The one record of an intervention: what is held, cut or changed, where, from what, and proof."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .operations import Operation
from .record import Record
from .stamps import Stamp


class NoSource(Record):
    """The operation needs no donor (zero ablation, scaling)."""

    kind: Literal["none"] = "none"


class PromptDonor(Record):
    """Values follow the named prompt's run, recomputed when that changes."""

    kind: Literal["prompt"] = "prompt"
    prompt: str
    donor: Literal["plain", "live"] = "plain"


class Snapshot(Record):
    """Values stored when the intervention was set."""

    kind: Literal["snapshot"] = "snapshot"
    tensor: str
    """Name in the tensor store."""
    hook: str
    """The TransformerLens hook point it was read from."""
    shape: list[int]
    run: Stamp
    n_tokens: int


class Constant(Record):
    """A stored constant, such as a mean over a reference set."""

    kind: Literal["constant"] = "constant"
    tensor: str
    reference: str
    n: int
    run: Stamp


Source = Annotated[NoSource | PromptDonor | Snapshot | Constant, Field(discriminator="kind")]


class Position(Record):
    """A place in the prompt, remembered with the token that stood there."""

    index: int
    token: str
    role: str | None = None


Positions = Literal["all"] | list[Position]


class Firing(Record):
    """How often an intervention's hooks fired, the page's live run and a cell's last run apart."""

    page: int = 0
    cell: int | None = None


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
