"""A real server in a process of its own, with a real jupyter_server and the tiny kernel."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from pydantic import TypeAdapter
from trafolab_protocol.browser import ClientHello, ServerMessage
from trafolab_protocol.frames import unpack
from trafolab_protocol.record import Record
from trafolab_protocol.version import PROTOCOL_VERSION
from websockets.asyncio.client import ClientConnection, connect

from tests.waiting import PATIENCE

HERE = Path(__file__).parent
MESSAGES: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
TOKEN = "the link's secret"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Tab:
    """What a browser's tab does, without the browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.revision = 0
        """Of the newest live state that has come."""
        self.views: dict[str, int] = {}
        """Revision of the newest frame under each key."""

    async def send(self, message: Record) -> None:
        await self.socket.send(message.model_dump_json())

    async def receive(self) -> tuple[ServerMessage, list[bytes]]:
        async with asyncio.timeout(PATIENCE):
            frame = await self.socket.recv()
        header, buffers = (frame, []) if isinstance(frame, str) else unpack(frame)
        message = MESSAGES.validate_json(header)
        if message.kind == "state" and message.live:
            self.revision = message.state.revision
        if message.kind == "view":
            self.views[message.key] = message.revision
        return message, buffers

    async def until_seen(self, revision: int, *, view: str | None = None) -> None:
        """Wait until the state, and the view of that key, are at ``revision``."""
        while self.revision < revision or (view is not None and self.views.get(view, 0) < revision):
            await self.receive()

    async def until(self, kind: str, **fields: Any) -> Any:
        """The next message of ``kind`` whose fields have these values."""
        while True:
            message, _ = await self.receive()
            if message.kind == kind and all(getattr(message, k) == v for k, v in fields.items()):
                return message

    async def until_live(self) -> Any:
        return (await self.until("state", live=True)).state


@dataclass
class Server:
    """A running server and the way in."""

    process: subprocess.Popen[str]
    url: str
    root: Path
    cookie: str

    @property
    def origin(self) -> str:
        return self.url.rstrip("/")

    def client(self) -> httpx.AsyncClient:
        headers = {"Cookie": f"{self.cookie}; _xsrf=x", "X-XSRFToken": "x"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=PATIENCE)

    def socket(self, path: str, **options: Any) -> connect:
        headers = {"Cookie": self.cookie, "Origin": self.origin}
        url = self.url.replace("http", "ws") + path
        # However slow the machine is: nobody hangs up because an answer takes long.
        patient = {"open_timeout": PATIENCE, "ping_interval": None, "max_size": None}
        return connect(url, additional_headers=headers, compression=None, proxy=None, **patient, **options)

    @asynccontextmanager
    async def tab(self) -> AsyncIterator[Tab]:
        async with self.socket("ws") as socket:
            tab = Tab(socket)
            await tab.send(ClientHello(protocol=PROTOCOL_VERSION))
            yield tab

    def processes(self) -> list[psutil.Process]:
        """The server, jupyter_server and the kernels."""
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def kernel(self) -> psutil.Process:
        (kernel,) = [p for p in self.processes() if any("tiny_kernel.py" in part for part in p.cmdline())]
        return kernel


@contextmanager
def running(root: Path, *model: str) -> Iterator[Server]:
    """A server on ``root``, with a model named on its command line or none; whatever is left of it at
    the end is killed."""
    command = [sys.executable, str(HERE / "serve_tiny.py"), str(root), "0", TOKEN, *model]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        link = line.removeprefix("Trafolab is ready: ").strip()
        opened = httpx.get(link, timeout=PATIENCE)
        cookie = opened.headers["set-cookie"].split(";")[0]
        server = Server(process, link.split("?")[0], root, cookie)
        family = server.processes()
        try:
            yield server
        finally:
            family = {*family, *(server.processes() if process.poll() is None else [])}
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
            for member in family:
                if member.is_running():
                    member.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("root")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may break."""
    with running(tmp_path) as server:
        yield server
