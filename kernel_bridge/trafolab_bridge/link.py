"""The road to a kernel, whatever it is built of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import Literal, Protocol

from trafolab_protocol.browser import KernelStatus
from trafolab_protocol.kernel import KernelPush, KernelRequest, Reply


class Ending(Enum):
    """Why a conversation with a kernel ended."""

    RESTARTING = "the kernel is restarting"
    DEAD = "the kernel died and will not come back by itself"
    LOST = "the connection to the kernel broke"
    CLOSED = "closed by us"


class LinkListener(Protocol):
    """Who hears what the kernel says unasked. Called on the event loop; must not block."""

    def pushed(self, push: KernelPush, buffers: Sequence[bytes | memoryview]) -> None: ...

    def status_changed(self, status: KernelStatus) -> None: ...


class KernelLink(ABC):
    """One conversation with one kernel process, from the handshake to its death, a restart, or
    a broken connection. A new process needs a new link, so nothing of the old one can linger."""

    @property
    @abstractmethod
    def status(self) -> Literal["busy", "idle"]:
        """Whether a cell of the person's is running."""

    @abstractmethod
    async def open(self) -> str:
        """Connect and shake hands; returns a name that no other process of a kernel has.

        Raises :class:`KernelUnavailable` where nobody answers, :class:`NotALaboratory` where
        the kernel does not know Trafolab.
        """

    @abstractmethod
    async def request(self, request: KernelRequest, buffers: Sequence[bytes | memoryview] = ()) -> Reply:
        """Send one request and wait for its reply; raises :class:`KernelUnavailable` when the
        conversation ends before that."""

    @abstractmethod
    async def ended(self) -> Ending:
        """Wait until the conversation is over."""

    @abstractmethod
    async def close(self) -> None:
        """End it from our side; what is pending fails."""
