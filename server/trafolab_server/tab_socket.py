"""The websocket ``/ws`` of one tab."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter, ValidationError
from trafolab_protocol.browser import (
    BrowserMessage,
    ClientAct,
    ClientHello,
    ClientKernel,
    ClientLayout,
    ClientWatch,
    ServerProblem,
    Welcome,
)
from trafolab_protocol.errors import Problem
from trafolab_protocol.version import PROTOCOL_VERSION

from .laboratory import Laboratory
from .tab import Tab

_MESSAGES: TypeAdapter[BrowserMessage] = TypeAdapter(BrowserMessage)
_OTHER_PROTOCOL = 4400


class TabSocket:
    """Serves one tab from its hello to its end."""

    def __init__(self, socket: WebSocket, laboratory: Laboratory) -> None:
        self._socket = socket
        self._laboratory = laboratory
        self._tab = Tab()
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, welcome: Welcome) -> None:
        await self._socket.accept()
        with suppress(WebSocketDisconnect):
            if not await self._is_greeted():
                return
            self._tab.send(welcome)
            self._laboratory.hub.enter(self._tab)
            try:
                await self._converse()
            finally:
                self._laboratory.hub.leave(self._tab)
                await self._laboratory.watches_changed()

    async def _is_greeted(self) -> bool:
        """Whether the first message is a hello in our protocol; if not, say so and hang up."""
        hello = self._parse(await self._socket.receive_text())
        if isinstance(hello, ClientHello) and hello.protocol == PROTOCOL_VERSION:
            return True
        problem = Problem(
            code="other_protocol",
            what=f"This page does not speak the server's protocol, version {PROTOCOL_VERSION}",
            advice="Reload the page; if that does not help, restart Trafolab.",
        )
        await self._socket.send_text(ServerProblem(problem=problem).model_dump_json())
        await self._socket.close(_OTHER_PROTOCOL)
        return False

    async def _converse(self) -> None:
        ways = (asyncio.create_task(self._receive_all()), asyncio.create_task(self._send_all()))
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*ways, *self._tasks):
                task.cancel()
            ends = await asyncio.gather(*ways, *self._tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, WebSocketDisconnect):
                raise end

    async def _receive_all(self) -> None:
        while True:
            message = self._parse(await self._socket.receive_text())
            if message is not None:
                self._dispatch(message)

    async def _send_all(self) -> None:
        while True:
            frame = await self._tab.next_frame()
            await (
                self._socket.send_text(frame) if isinstance(frame, str) else self._socket.send_bytes(frame)
            )

    def _parse(self, text: str) -> BrowserMessage | None:
        try:
            return _MESSAGES.validate_json(text)
        except ValidationError as error:
            problem = Problem(
                code="bad_message",
                what="The page sent a message that the server does not understand",
                subject=str(error),
                advice="Reload the page.",
            )
            self._tab.send(ServerProblem(problem=problem))
            return None

    def _dispatch(self, message: BrowserMessage) -> None:
        laboratory = self._laboratory
        match message:
            case ClientAct():
                self._spawn(laboratory.act(self._tab, message.id, message.action))
            case ClientWatch():
                self._spawn(laboratory.watch(self._tab, message.watches))
            case ClientLayout():
                laboratory.keep_layout(message.layout)
            case ClientKernel():
                self._spawn(laboratory.steer_kernel(message.verb))
            case ClientHello():
                pass

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Without waiting: an act on a slow kernel must not keep the next message from us."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
