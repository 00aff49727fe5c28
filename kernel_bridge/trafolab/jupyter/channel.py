"""One comm, as we use it: whole records up, with their buffers.

We do not send through ``Comm.send``. It notes the subshell of whoever sent last and routes the
next incoming message there, so that one send from the main thread would park the requests behind
the running cell; and it walks the whole message to clean it, which our records do not need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipykernel.kernelbase import Kernel
from trafolab_protocol.record import Record

Message = dict[str, Any]
Buffer = bytes | memoryview


class Channel:
    """Sends records on an open comm; safe to use from any thread."""

    def __init__(self, kernel: Kernel, comm_id: str, opened_by: Message) -> None:
        self._kernel = kernel
        self._opened_by = opened_by
        self.comm_id = comm_id

    def send(self, record: Record, buffers: Sequence[Buffer] = (), *, parent: Message | None = None) -> None:
        """Publish ``record``; ``parent`` is the message it answers, if it is not the comm's opening."""
        session: Any = self._kernel.session
        if session is None:
            return
        content = {"comm_id": self.comm_id, "data": record.model_dump(mode="json")}
        session.send(
            self._kernel.iopub_socket,
            "comm_msg",
            content,
            parent=parent or self._opened_by,
            ident=f"comm-{self.comm_id}".encode(),
            buffers=list(buffers),
        )
