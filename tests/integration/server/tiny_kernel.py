"""A real ipykernel with the smallest laboratory that speaks the protocol: no model, no torch.

What an act does is to be written into the history; the view ``echo`` shows the revision. That
is all that the server's side of the bargain can be tested against, and it starts in a second.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from threading import RLock
from typing import Any

from ipykernel.comm import Comm
from ipykernel.kernelapp import IPKernelApp
from pydantic import TypeAdapter
from trafolab_protocol.actions import Action, Intervene
from trafolab_protocol.errors import Problem
from trafolab_protocol.interventions import Intervention, Snapshot, StoredPart
from trafolab_protocol.kernel import (
    PUSH_TARGET,
    REQUEST_TARGET,
    Act,
    KernelRequest,
    Ping,
    Reply,
    Restore,
    StatePush,
    TensorPush,
    WatchSet,
)
from trafolab_protocol.operations import Freeze
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp
from trafolab_protocol.state import HistoryEntry, State
from trafolab_protocol.version import PROTOCOL_VERSION
from trafolab_protocol.views import TensorSpec, ViewFailure, ViewFrame, Watch

REQUESTS: TypeAdapter[KernelRequest] = TypeAdapter(KernelRequest)
STAMP = Stamp(
    prompt="clean", interventions="plain", weights="loaded", model_hash="0", mode="raw", dtype="float32"
)


class TinyLab:
    """Answers requests and pushes after each change."""

    def __init__(self) -> None:
        self.state = State(revision=1, settled=True, model=None, clean=None)
        self.watches: list[Watch] = []
        self.restored: Restore | None = None
        self.restored_bytes: list[bytes] = []
        self._push: Comm | None = None
        self._lock = RLock()

    def act(self, action: Action) -> Problem | None:
        if action.kind == "redo":
            return Problem(code="nothing_to_redo", what="There is nothing to redo")
        revision = self.state.revision + 1
        entry = HistoryEntry(revision=revision, kind=action.kind, label=action.kind, code=None, origin="page")
        update: dict[str, Any] = {"revision": revision, "history": [*self.state.history, entry]}
        if isinstance(action, Intervene) and isinstance(action.operation, Freeze):
            update["interventions"] = [*self.state.interventions, self._freeze(action)]
        self.state = self.state.model_copy(update=update)
        self.push_all()
        return None

    def handle(self, request: KernelRequest, buffers: Sequence[memoryview]) -> Problem | None:
        match request:
            case Act():
                return self.act(request.action)
            case WatchSet():
                self.watches = request.watches
                self.push_views()
            case Restore():
                self.restored, self.restored_bytes = request, [bytes(b) for b in buffers]
                if any(entry.label == "poison" for entry in request.state.history):
                    return Problem(code="cannot_restore", what="This state cannot come back")
                self.state = request.state.model_copy(update={"revision": request.state.revision + 1})
                self.push_all()
            case Ping():
                self.push_all()
        return None

    def push_all(self) -> None:
        self._send(StatePush(state=self.state))
        self.push_views()

    def push_views(self) -> None:
        for watch in self.watches:
            common = {"key": watch.key, "view": watch.view, "revision": self.state.revision}
            if watch.view != "echo":
                self._send(ViewFailure(**common, error=f"no view {watch.view}"))
                continue
            spec = TensorSpec(name="numbers", dtype="float32", shape=[2], buffer=0)
            frame = ViewFrame(**common, data={"params": watch.params}, tensors=[spec])
            self._send(frame, [struct.pack("<2f", self.state.revision, 0.5)])

    def open_push(self, comm: Comm, _message: Any) -> None:
        self._push = comm
        self.push_all()

    def open_requests(self, comm: Comm, _message: Any) -> None:
        def on_message(message: dict[str, Any]) -> None:
            request = REQUESTS.validate_python(message["content"]["data"])
            with self._lock:
                problem = self.handle(request, message["buffers"])
            reply = Reply(
                id=request.id, revision=self.state.revision, problem=problem, protocol=PROTOCOL_VERSION
            )
            comm.send(reply.model_dump(mode="json"))

        comm.on_msg(on_message)

    def _freeze(self, action: Intervene) -> Intervention:
        """Stores a tensor in two parts, as a large one would come."""
        spec = TensorSpec(name="snapshot-1", dtype="float32", shape=[2, 2], buffer=0)
        data = struct.pack("<4f", 1, 2, 3, 4)
        for part in (0, 1):
            self._send(TensorPush(tensor=spec, part=part, parts=2), [data[8 * part : 8 * part + 8]])
        part = StoredPart(tensor="snapshot-1", hook="h", shape=[2, 2])
        source = Snapshot(parts=[part], run=STAMP, n_tokens=2)
        return Intervention(
            id="i1", targets=action.targets, operation=action.operation, source=source, stamp=STAMP, code=""
        )

    def _send(self, record: Record, buffers: Sequence[bytes] = ()) -> None:
        if self._push is not None:
            self._push.send(record.model_dump(mode="json"), buffers=list(buffers))


def main() -> None:
    app = IPKernelApp.instance()
    app.initialize()
    lab = TinyLab()
    app.shell.user_ns["lab"] = lab
    app.kernel.comm_manager.register_target(REQUEST_TARGET, lab.open_requests)
    app.kernel.comm_manager.register_target(PUSH_TARGET, lab.open_push)
    app.start()


if __name__ == "__main__":
    main()
