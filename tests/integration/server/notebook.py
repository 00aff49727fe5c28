"""What the notebook's page does with a kernel, through the proxy."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from trafolab_bridge.message import SUBPROTOCOL, JupyterMessage
from websockets.asyncio.client import ClientConnection

from tests.waiting import PATIENCE

from .conftest import Server


class Notebook:
    """A client of the notebook's own kernel."""

    def __init__(self, socket: ClientConnection, kernel_id: str) -> None:
        self.socket = socket
        self.kernel_id = kernel_id
        self._session = uuid4().hex

    @staticmethod
    @asynccontextmanager
    async def attached(server: Server) -> AsyncIterator[Notebook]:
        async with server.client() as client:
            (session,) = (await client.get("jupyter/api/sessions")).json()
        kernel_id = session["kernel"]["id"]
        async with server.socket(
            f"jupyter/api/kernels/{kernel_id}/channels?session_id=s", subprotocols=[SUBPROTOCOL]
        ) as socket:
            yield Notebook(socket, kernel_id)

    async def start(self, code: str) -> str:
        """Send a cell to the kernel; the request's id."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        request = JupyterMessage.make("shell", "execute_request", content, session=self._session)
        await self.socket.send(request.encode())
        return request.id

    async def outcome(self, request: str) -> tuple[str, str]:
        """How a cell ended (``ok`` or the exception's name), and what it printed."""
        printed, ended = "", None
        idle = False
        while ended is None or not idle:
            async with asyncio.timeout(PATIENCE):
                frame = await self.socket.recv()
            assert isinstance(frame, bytes)
            message = JupyterMessage.decode(frame)
            if message.parent.get("msg_id") != request:
                continue
            content = json.loads(message.raw_content)
            if message.type == "stream":
                printed += content["text"]
            elif message.type == "execute_reply":
                ended = content.get("ename", content["status"])
            idle = idle or (message.type == "status" and content["execution_state"] == "idle")
        return ended, printed

    async def execute(self, code: str) -> str:
        status, printed = await self.outcome(await self.start(code))
        assert status == "ok", status
        return printed
