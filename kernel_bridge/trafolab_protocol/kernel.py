"""Messages between the server and the kernel, over two comms: requests and their replies on the
first, what the kernel says unasked on the second."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .actions import Action
from .core import StepsTail
from .errors import Problem
from .experiments import Experiment
from .record import Record
from .state import State
from .views import TensorSpec, ViewFailure, ViewFrame, Watch

REQUEST_TARGET = "trafolab.requests"
PUSH_TARGET = "trafolab.push"


class Act(Record):
    kind: Literal["act"] = "act"
    id: str
    action: Action


class WatchSet(Record):
    """The complete set of watches over all tabs; replaces the former one."""

    kind: Literal["watch"] = "watch"
    id: str
    watches: list[Watch]


class Restore(Record):
    """Bring back a stored state in a fresh kernel. ``tensors`` are the snapshots it refers to."""

    kind: Literal["restore"] = "restore"
    id: str
    state: State
    steps: StepsTail | None = None
    tensors: list[TensorSpec] = []
    experiments: list[Experiment] = []
    model: str | None = None
    """The model that whoever started the server named: it takes the place of the state's."""


class Ping(Record):
    """Ask for the protocol version and to have state and watched views sent again."""

    kind: Literal["ping"] = "ping"
    id: str


KernelRequest = Annotated[Act | WatchSet | Restore | Ping, Field(discriminator="kind")]


class Reply(Record):
    """The answer to one request. ``revision`` is the state's after it."""

    kind: Literal["reply"] = "reply"
    id: str
    revision: int
    problem: Problem | None = None
    protocol: int


class StatePush(Record):
    kind: Literal["state"] = "state"
    state: State
    steps: StepsTail | None = None
    """What changed of the steps of undo since the last push; None where nothing did."""


class TensorPush(Record):
    """A snapshot to be stored beside the notebook; large ones come in several parts."""

    kind: Literal["tensor"] = "tensor"
    tensor: TensorSpec
    part: int = 0
    parts: int = 1


class ExperimentPush(Record):
    """An experiment that has ended, or its new name, to be stored; its tensor goes before it."""

    kind: Literal["experiment"] = "experiment"
    experiment: Experiment
    forgotten: bool = False
    """It is not to be kept any more."""


KernelPush = Annotated[
    StatePush | ViewFrame | ViewFailure | TensorPush | ExperimentPush, Field(discriminator="kind")
]
