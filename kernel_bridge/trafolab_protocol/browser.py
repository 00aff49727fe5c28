"""Messages between a browser tab and the server, one closed union a direction."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .actions import Action
from .errors import Problem
from .record import Record
from .state import State
from .views import ViewFailure, ViewFrame, Watch

KernelStatus = Literal["starting", "idle", "busy", "restarting", "dead", "disconnected"]


class ClientHello(Record):
    """First message of a tab."""

    kind: Literal["hello"] = "hello"
    protocol: int


class ClientAct(Record):
    kind: Literal["act"] = "act"
    id: str
    action: Action


class ClientWatch(Record):
    """The complete set of what this tab has on screen; replaces the former one."""

    kind: Literal["watch"] = "watch"
    watches: list[Watch]


class ClientLayout(Record):
    """The tab's layout, kept by the server so that a reload finds it again."""

    kind: Literal["layout"] = "layout"
    layout: dict[str, Any]


class ClientKernel(Record):
    kind: Literal["kernel"] = "kernel"
    verb: Literal["interrupt", "restart"]


BrowserMessage = Annotated[
    ClientHello | ClientAct | ClientWatch | ClientLayout | ClientKernel,
    Field(discriminator="kind"),
]


class Welcome(Record):
    """First message to a tab: where it is, and what it had."""

    kind: Literal["welcome"] = "welcome"
    protocol: int
    version: str
    notebook: str
    """Path of the notebook relative to the root directory."""
    notebook_url: str
    """Same-origin address of the Notebook 7 page on the same kernel."""
    circuitsvis_url: str
    """Same-origin address of the CircuitsVis module; empty when it is not installed."""
    layout: dict[str, Any] | None


class ServerState(Record):
    kind: Literal["state"] = "state"
    state: State
    live: bool
    """False while this is the last stored state and the kernel has not spoken yet."""


class ServerKernel(Record):
    kind: Literal["kernel"] = "kernel"
    status: KernelStatus
    detail: str | None = None


class ServerDone(Record):
    """The answer to one ``act``."""

    kind: Literal["done"] = "done"
    id: str
    revision: int
    problem: Problem | None = None


class ServerProblem(Record):
    """Something went wrong that no act of this tab asked for."""

    kind: Literal["problem"] = "problem"
    problem: Problem


ServerMessage = Annotated[
    Welcome | ServerState | ServerKernel | ServerDone | ServerProblem | ViewFrame | ViewFailure,
    Field(discriminator="kind"),
]
