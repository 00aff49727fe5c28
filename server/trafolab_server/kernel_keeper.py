"""Keeps one kernel alive behind one notebook, and the conversation with it: starts the notebook
server, opens the session, brings the stored state back, follows every death and restart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol
from uuid import uuid4

import structlog
from trafolab_bridge import Ending, Endpoint, JupyterLink, JupyterRest, KernelUnavailable, NotALaboratory
from trafolab_bridge.link import KernelLink
from trafolab_protocol.actions import Action
from trafolab_protocol.browser import KernelStatus
from trafolab_protocol.errors import Problem
from trafolab_protocol.kernel import Act, KernelPush, Ping, Reply, Restore, WatchSet
from trafolab_protocol.views import Watch

from .jupyter_child import ChildFailed, JupyterChild
from .jupyter_home import KERNEL_NAME

_log = structlog.stdlib.get_logger(__name__)
_RETRY_S = 0.3
_LOOK_AGAIN_S = 3.0
_PATIENCE_S = 60.0


class KeeperListener(Protocol):
    """Who hears about the kernel. ``pushed`` comes only once its state can be trusted, that is
    after the stored one was brought back into a fresh kernel."""

    def pushed(self, push: KernelPush, buffers: Sequence[bytes | memoryview]) -> None: ...

    def kernel(self, status: KernelStatus, detail: str | None = None) -> None: ...

    def problem(self, problem: Problem) -> None: ...

    def restoration(self) -> tuple[Restore, list[bytes]] | None: ...

    def not_restored(self, restore: Restore, problem: Problem) -> None: ...


class KernelKeeper:
    """Run :meth:`run` for as long as the laboratory is open."""

    def __init__(self, child: JupyterChild, notebook: str, listener: KeeperListener) -> None:
        self._child = child
        self._notebook = notebook
        self._listener = listener
        self._watches: list[Watch] = []
        self._link: KernelLink | None = None
        self._rest: JupyterRest | None = None
        self._kernel_id: str | None = None
        self._process: str | None = None
        self._stranger: str | None = None
        self._session = asyncio.Event()
        self._closing = False
        self._wake = asyncio.Event()

    async def endpoint(self) -> Endpoint:
        """The notebook server's address, once the notebook's session is open there; raises
        :class:`KernelUnavailable` where that does not come about."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._session.wait(), _PATIENCE_S)
        if self._closing or not self._session.is_set():
            raise KernelUnavailable("The notebook server is not ready")
        return self._child.endpoint

    def close_doors(self) -> None:
        """The laboratory closes: whoever waits for the notebook server is sent away."""
        self._closing = True
        self._session.set()

    async def act(self, action: Action) -> Reply:
        """Carry out an action; raises :class:`KernelUnavailable`."""
        return await self._live_link().request(Act(id=uuid4().hex, action=action))

    async def watch(self, watches: list[Watch]) -> None:
        """Replace what the kernel computes after each revision."""
        if watches == self._watches:
            return
        self._watches = watches
        if self._link is not None:
            await self._link.request(WatchSet(id=uuid4().hex, watches=watches))

    async def interrupt(self) -> None:
        rest, kernel_id = self._kernel()
        await rest.interrupt(kernel_id)

    async def restart(self) -> None:
        """Restart the kernel; one that is dead for good is replaced."""
        if self._kernel_id is None:
            self._wake.set()
            return
        rest, kernel_id = self._kernel()
        self._listener.kernel("restarting")
        await rest.restart(kernel_id)

    async def run(self) -> None:
        while True:
            try:
                await self._child.start()
                await self._until_child_ends()
            except ChildFailed as error:
                _log.error("jupyter_server failed", error=str(error))
                self._listener.kernel("disconnected", str(error))
                await self._child.stop()
                await asyncio.sleep(_LOOK_AGAIN_S)

    async def _until_child_ends(self) -> None:
        self._rest = JupyterRest(self._child.endpoint)
        talk = asyncio.create_task(self._talk_forever(self._rest))
        end = asyncio.create_task(self._child.ended())
        try:
            await asyncio.wait((talk, end), return_when=asyncio.FIRST_COMPLETED)
            if talk.done():
                talk.result()
            status = end.result()
        finally:
            for task in (talk, end):
                task.cancel()
            await asyncio.gather(talk, end, return_exceptions=True)
            self._session.clear()
            await self._rest.aclose()
        raise ChildFailed(f"The notebook server ended with status {status}; it is started again.")

    async def _talk_forever(self, rest: JupyterRest) -> None:
        while True:
            try:
                await self._talk(rest)
            except NotALaboratory as error:
                self._tell_of_stranger(error)
                await asyncio.sleep(_LOOK_AGAIN_S)
            except KernelUnavailable as error:
                _log.info("kernel unavailable", reason=str(error))
                await asyncio.sleep(_RETRY_S)

    async def _talk(self, rest: JupyterRest) -> None:
        """One conversation, from the session to its end."""
        self._kernel_id = kernel_id = await rest.open_session(self._notebook, KERNEL_NAME)
        self._session.set()
        busy = await rest.execution_state(kernel_id) == "busy"
        link = JupyterLink(self._child.endpoint, kernel_id, self, busy=busy)
        try:
            if await self._open(link, rest, kernel_id):
                await self._settle_in(link)
                ending = await link.ended()
            else:
                ending = Ending.DEAD
        finally:
            self._link = None
            await link.close()
        await self._after(ending)

    async def _open(self, link: JupyterLink, rest: JupyterRest, kernel_id: str) -> bool:
        """Shake hands, unless the kernel dies for good meanwhile; then False."""
        opening = asyncio.create_task(self._shake_hands(link))
        try:
            while not (await asyncio.wait((opening,), timeout=_RETRY_S))[0]:
                if await rest.execution_state(kernel_id) in ("dead", "gone"):
                    return False
            return opening.result()
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)

    async def _shake_hands(self, link: JupyterLink) -> bool:
        process = await link.open()
        if process != self._process:
            await self._restore(link)
        self._process = process
        return True

    async def _restore(self, link: JupyterLink) -> None:
        if (restoration := self._listener.restoration()) is None:
            return
        restore, buffers = restoration
        reply = await link.request(restore, buffers)
        if reply.problem is not None:
            self._listener.not_restored(restore, reply.problem)

    async def _settle_in(self, link: JupyterLink) -> None:
        """From here on the kernel's word is the truth: ask for all of it."""
        self._link = link
        self._listener.kernel(link.status)
        await link.request(WatchSet(id=uuid4().hex, watches=self._watches))
        await link.request(Ping(id=uuid4().hex))

    def _tell_of_stranger(self, error: NotALaboratory) -> None:
        """Once for each kernel: we look again and again whether it has become a laboratory."""
        if self._stranger != self._kernel_id:
            self._stranger = self._kernel_id
            self._listener.kernel("disconnected", str(error))
            self._listener.problem(_not_a_laboratory(error))

    async def _after(self, ending: Ending) -> None:
        if ending is Ending.DEAD:
            self._kernel_id = None
            self._listener.kernel("dead", _DEAD + self._child.last_words())
            self._wake.clear()
            await self._wake.wait()
            self._listener.kernel("starting")
        elif ending is Ending.RESTARTING:
            self._listener.kernel("restarting")
        else:
            self._listener.kernel("disconnected", ending.value)
            await asyncio.sleep(_RETRY_S)

    def pushed(self, push: KernelPush, buffers: Sequence[bytes | memoryview]) -> None:
        if self._link is not None:
            self._listener.pushed(push, buffers)

    def status_changed(self, status: KernelStatus) -> None:
        if self._link is not None:
            self._listener.kernel(status)

    def _live_link(self) -> KernelLink:
        if self._link is None:
            raise KernelUnavailable("The kernel is not ready")
        return self._link

    def _kernel(self) -> tuple[JupyterRest, str]:
        if self._rest is None or self._kernel_id is None:
            raise KernelUnavailable("The kernel is not ready")
        return self._rest, self._kernel_id


_DEAD = "The kernel died again and again while starting. Restart it to try once more. Its last words:\n"


def _not_a_laboratory(error: NotALaboratory) -> Problem:
    return Problem(
        code="not_a_laboratory",
        what=str(error),
        subject="the notebook's kernel",
        advice="Choose the kernel “Trafolab” in the notebook's menu, or run %load_ext trafolab in a cell.",
    )
