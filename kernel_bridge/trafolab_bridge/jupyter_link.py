"""The road to a kernel over jupyter_server's websocket, the only one there is: a kernel behind a
Jupyter gateway on another machine answers to the same code.

The comms are opened on a subshell, so that the kernel answers while a cell runs. One comm carries
requests and replies, the other what the kernel says unasked: ipykernel sends a comm's messages to
whichever subshell spoke last on it, so the two directions must not share one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Literal
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from trafolab_protocol.kernel import PUSH_TARGET, REQUEST_TARGET, KernelPush, KernelRequest, Ping, Reply
from trafolab_protocol.version import PROTOCOL_VERSION
from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from .endpoint import Endpoint
from .errors import KernelUnavailable, NotALaboratory
from .execution import Execution
from .link import Ending, KernelLink, LinkListener
from .message import BRIDGE_COMM, SUBPROTOCOL, JupyterMessage
from .pending import Pending

_PUSHES: TypeAdapter[KernelPush] = TypeAdapter(KernelPush)
# A kernel that restarts may swallow a message; nothing but a time limit reveals that.
_HANDSHAKE_S = 10.0
_MARK = {"trafolab": True}
"""Tells the kernel that a control message is the bridge's, so that it shows no busy and idle for it."""
_ENDINGS = {"restarting": Ending.RESTARTING, "starting": Ending.RESTARTING, "dead": Ending.DEAD}


class JupyterLink(KernelLink):
    """One websocket to one kernel.

    ``busy`` is whether the kernel was running a cell when the link was made.
    """

    def __init__(self, endpoint: Endpoint, kernel_id: str, listener: LinkListener, *, busy: bool) -> None:
        self._endpoint = endpoint
        self._kernel_id = kernel_id
        self._listener = listener
        self._session = uuid4().hex
        self._execution = Execution(busy=busy)
        self._requests, self._pushes = BRIDGE_COMM + uuid4().hex, BRIDGE_COMM + uuid4().hex
        self._answers: Pending[JupyterMessage] = Pending()
        self._replies: Pending[Reply] = Pending()
        self._subshell: str | None = None
        self._ending: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._on: dict[str, Callable[[JupyterMessage], None]] = {
            "status": self._on_status,
            "shutdown_reply": lambda _: self._end(Ending.RESTARTING),
            "comm_msg": self._on_comm,
            "comm_close": self._on_comm_close,
            "create_subshell_reply": lambda m: self._answers.resolve(str(m.parent.get("msg_id")), m),
        }

    async def open(self) -> str:
        self._socket = await self._connect()
        self._reader = asyncio.create_task(self._read(self._socket))
        return await self._shake_hands()

    async def request(self, request: KernelRequest, buffers: Sequence[bytes | memoryview] = ()) -> Reply:
        reply = self._replies.expect(request.id)
        content = {"comm_id": self._requests, "data": request.model_dump(mode="json")}
        await self._send("shell", "comm_msg", content, buffers)
        return await reply

    async def ended(self) -> Ending:
        return await asyncio.shield(self._ending)

    async def close(self) -> None:
        if self._subshell is not None and not self._ending.done():
            await self._say_goodbye(self._subshell)
        self._end(Ending.CLOSED)
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    @property
    def status(self) -> Literal["busy", "idle"]:
        return self._execution.status

    async def _connect(self) -> ClientConnection:
        path = f"api/kernels/{self._kernel_id}/channels?session_id={self._session}"
        options: dict[str, Any] = {
            "additional_headers": {"Cookie": self._endpoint.cookie, "Origin": self._endpoint.origin},
            "subprotocols": [Subprotocol(SUBPROTOCOL)],
            "compression": None,
            "max_size": None,
            # The server answers only when the kernel is up, and a large model takes its time.
            "open_timeout": None,
            "close_timeout": 1,
            "proxy": None,
        }
        url = self._endpoint.websocket_url(path)
        try:
            if self._endpoint.socket is None:
                return await connect(url, **options)
            return await unix_connect(self._endpoint.socket, url, **options)
        except (OSError, WebSocketException) as error:
            raise KernelUnavailable(f"The kernel's websocket did not open ({error}).") from error

    async def _shake_hands(self) -> str:
        created = await self._create_subshell()
        self._subshell = str(created.content["subshell_id"])
        for comm, target in ((self._requests, REQUEST_TARGET), (self._pushes, PUSH_TARGET)):
            data = {"protocol": PROTOCOL_VERSION}
            await self._send("shell", "comm_open", {"comm_id": comm, "target_name": target, "data": data})
        reply = await self.request(Ping(id=uuid4().hex))
        if reply.protocol != PROTOCOL_VERSION:
            raise NotALaboratory(
                f"The kernel speaks protocol {reply.protocol}, this server {PROTOCOL_VERSION}: "
                "install the same version of trafolab in both."
            )
        return str(created.header["session"])

    async def _create_subshell(self) -> JupyterMessage:
        message = JupyterMessage.make(
            "control", "create_subshell_request", {}, session=self._session, metadata=_MARK
        )
        answer = self._answers.expect(message.id)
        await self._transmit(message)
        try:
            created = await asyncio.wait_for(answer, _HANDSHAKE_S)
        except TimeoutError:
            raise KernelUnavailable("The kernel did not answer the handshake.") from None
        if created.content.get("status") != "ok":
            raise NotALaboratory("The kernel has no subshells; Trafolab needs ipykernel 7 or later.")
        return created

    async def _say_goodbye(self, subshell: str) -> None:
        """Leave nothing of ours in a kernel that lives on."""
        message = JupyterMessage.make(
            "control",
            "delete_subshell_request",
            {"subshell_id": subshell},
            session=self._session,
            metadata=_MARK,
        )
        try:
            for comm in (self._requests, self._pushes):
                await self._send("shell", "comm_close", {"comm_id": comm, "data": {}})
            await self._transmit(message)
        except KernelUnavailable:
            pass

    async def _send(
        self, channel: str, kind: str, content: dict[str, Any], buffers: Sequence[bytes | memoryview] = ()
    ) -> None:
        await self._transmit(
            JupyterMessage.make(
                channel, kind, content, session=self._session, subshell=self._subshell, buffers=buffers
            )
        )

    async def _transmit(self, message: JupyterMessage) -> None:
        if self._socket is None:
            raise KernelUnavailable("The link to the kernel is not open.")
        try:
            await self._socket.send(message.encode())
        except ConnectionClosed as error:
            raise KernelUnavailable("The connection to the kernel broke.") from error

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                if isinstance(frame, bytes):
                    message = JupyterMessage.decode(frame)
                    if handle := self._on.get(message.type):
                        handle(message)
        except ConnectionClosed:
            pass
        finally:
            self._end(Ending.LOST)

    def _on_status(self, message: JupyterMessage) -> None:
        ending = _ENDINGS.get(str(message.content.get("execution_state")))
        if ending is not None:
            self._end(ending)
        elif self._execution.follow(message):
            self._listener.status_changed(self._execution.status)

    def _on_comm(self, message: JupyterMessage) -> None:
        comm, data = message.content.get("comm_id"), message.content.get("data")
        try:
            if comm == self._requests:
                reply = Reply.model_validate(data)
                self._replies.resolve(reply.id, reply)
            elif comm == self._pushes and not self._ending.done():
                self._listener.pushed(_PUSHES.validate_python(data), message.buffers)
        except ValidationError as error:
            self._fail(NotALaboratory(f"The kernel sent a message of another form: {error}"))

    def _on_comm_close(self, message: JupyterMessage) -> None:
        if message.content.get("comm_id") in (self._requests, self._pushes):
            self._fail(NotALaboratory("The kernel is not a Trafolab laboratory."))

    def _end(self, ending: Ending) -> None:
        if not self._ending.done():
            self._ending.set_result(ending)
        self._fail(KernelUnavailable(f"No answer: {ending.value}."))

    def _fail(self, error: Exception) -> None:
        self._replies.fail(error)
        self._answers.fail(error)
        if isinstance(error, NotALaboratory) and not self._ending.done():
            self._ending.set_result(Ending.LOST)
