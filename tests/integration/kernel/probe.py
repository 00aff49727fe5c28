"""The bridge's end of a real kernel, in as few lines as a test needs: two comms and a subshell."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from pydantic import TypeAdapter
from trafolab.jupyter import kernelspec
from trafolab_protocol.actions import Action
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.kernel import (
    PUSH_TARGET,
    REQUEST_TARGET,
    Act,
    KernelPush,
    KernelRequest,
    Ping,
    Reply,
    StatePush,
    TensorPush,
    WatchSet,
)
from trafolab_protocol.state import State
from trafolab_protocol.views import ViewFailure, ViewFrame, Watch

from tests.waiting import PATIENCE

Message = dict[str, Any]
_PUSH: TypeAdapter[KernelPush] = TypeAdapter(KernelPush)


class Probe:
    """A connection as the server makes it, and everything it has heard."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        client: Any = manager.client()
        self.client: BlockingKernelClient = client
        client.start_channels()
        self.pushes: list[Any] = []
        self.buffers: list[list[bytes]] = []
        self.statuses: list[tuple[str, str]] = []
        self.outputs: list[Message] = []
        self._replies: dict[str, Reply] = {}
        try:
            client.wait_for_ready(timeout=PATIENCE)
            self.connect()
        except BaseException:
            self.close()
            raise

    def connect(self) -> None:
        """Open a subshell and both comms, as a server that has just started."""
        self._subshell = self._create_subshell()
        self._requests, self._push = uuid4().hex, uuid4().hex
        self._open(self._requests, REQUEST_TARGET)
        self._open(self._push, PUSH_TARGET)

    def close(self) -> None:
        """Let go of the kernel's channels; the kernel lives on."""
        self.client.stop_channels()

    def send(self, data: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """A request as it stands, well formed or not."""
        self._shell("comm_msg", {"comm_id": self._requests, "data": data}, buffers)

    def ask(self, request: KernelRequest, buffers: Sequence[bytes] = ()) -> Reply:
        """Send a request and wait for its reply."""
        self.send(request.model_dump(mode="json"), buffers)
        self.until(lambda: request.id in self._replies)
        return self._replies.pop(request.id)

    def act(self, action: Action) -> Reply:
        """Do what a click does; a problem fails the test."""
        reply = self.ask(Act(id=uuid4().hex, action=action))
        assert reply.problem is None, reply.problem
        return reply

    def watch(self, *watches: Watch) -> None:
        """Look at these and nothing else."""
        assert self.ask(WatchSet(id=uuid4().hex, watches=list(watches))).problem is None

    def ping(self) -> None:
        """Have everything sent again."""
        self.ask(Ping(id=uuid4().hex))

    def run(self, code: str, *, wait: bool = True, **options: Any) -> str:
        """Run a cell; returns its message's id. With ``wait``, an error in it fails the test."""
        name = self.client.execute(code, **options)
        if wait:
            self.finish(name)
            errors = [m for m in self._outputs_of(name) if m["msg_type"] == "error"]
            assert not errors, "\n".join(errors[0]["content"]["traceback"])
        return name

    def finish(self, name: str) -> None:
        """Wait until a cell is over."""
        self.until(lambda: ("idle", name) in self.statuses)

    def text(self, name: str) -> str:
        """What a cell printed, without its errors' tracebacks."""
        return "".join(m["content"]["text"] for m in self._outputs_of(name) if m["msg_type"] == "stream")

    def evaluate(self, expression: str) -> str:
        """What printing an expression in a cell gives."""
        return self.text(self.run(f"print({expression})")).strip()

    @property
    def states(self) -> list[State]:
        """All states heard, oldest first."""
        return [push.state for push in self.pushes if isinstance(push, StatePush)]

    @property
    def state(self) -> State:
        """The newest state; waits for the first."""
        self.until(lambda: bool(self.states))
        return self.states[-1]

    def intervention(self) -> Intervention:
        """The only one there is."""
        (found,) = self.state.interventions
        return found

    def frames(self, key: str) -> list[ViewFrame]:
        """All frames of one watch, oldest first."""
        return [push for push in self.pushes if isinstance(push, ViewFrame) and push.key == key]

    def failures(self) -> list[ViewFailure]:
        return [push for push in self.pushes if isinstance(push, ViewFailure)]

    def tensors(self) -> list[tuple[TensorPush, list[bytes]]]:
        """All parts of tensors, with their bytes."""
        pairs = zip(self.pushes, self.buffers, strict=True)
        return [(push, buffers) for push, buffers in pairs if isinstance(push, TensorPush)]

    def until_settled(self, revision: int = 0) -> State:
        """Wait for the proof of a revision, or of a later one."""
        self.until(lambda: any(s.settled and s.revision >= revision for s in self.states))
        return next(s for s in reversed(self.states) if s.settled)

    def until(self, condition: Callable[[], bool]) -> None:
        """Listen until ``condition`` holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {PATIENCE} s in vain; last heard: {self.pushes[-3:]}")
            self._hear(0.2)

    def drain(self) -> None:
        """Take in everything that has arrived."""
        while self._hear(0.05):
            pass

    def forget(self) -> None:
        """Forget everything but the newest state."""
        newest = next(push for push in reversed(self.pushes) if isinstance(push, StatePush))
        self.pushes, self.buffers = [newest], [[]]
        self.statuses.clear()
        self.outputs.clear()

    def _hear(self, timeout: float) -> bool:
        try:
            message = self.client.get_iopub_msg(timeout=timeout)
        except Empty:
            return False
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            about = message["parent_header"].get("msg_id", "")
            self.statuses.append((content["execution_state"], about))
        elif kind == "comm_msg" and content["comm_id"] == self._requests:
            reply = Reply.model_validate(content["data"])
            self._replies[reply.id] = reply
        elif kind == "comm_msg" and content["comm_id"] == self._push:
            self.pushes.append(_PUSH.validate_python(content["data"]))
            self.buffers.append([bytes(buffer) for buffer in message["buffers"]])
        elif kind in ("stream", "error", "display_data", "execute_result"):
            self.outputs.append(message)
        return True

    def _outputs_of(self, name: str) -> list[Message]:
        return [m for m in self.outputs if m["parent_header"].get("msg_id") == name]

    def _create_subshell(self) -> str:
        message = self.client.session.msg("create_subshell_request", metadata={"trafolab": True})
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=PATIENCE)
            if reply["parent_header"]["msg_id"] == message["header"]["msg_id"]:
                return reply["content"]["subshell_id"]

    def _open(self, name: str, target: str) -> None:
        self._shell("comm_open", {"comm_id": name, "target_name": target, "data": {}})

    def _shell(self, kind: str, content: Message, buffers: Sequence[bytes] = ()) -> None:
        session = self.client.session
        message = session.msg(kind, content)
        message["header"]["subshell_id"] = self._subshell
        socket = self.client.shell_channel.socket
        session.send(socket, message, buffers=list(buffers))


@contextmanager
def kernel(data_dir: Path, **variables: str) -> Iterator[KernelManager]:
    """Our own kernel, started by its kernelspec with these environment variables."""
    kernelspec.write(data_dir)
    manager = KernelManager(kernel_name=kernelspec.NAME, transport="ipc", ip=str(data_dir / "k"))
    manager.kernel_spec_manager.kernel_dirs = [str(data_dir / "kernels")]
    manager.start_kernel(env={**os.environ, "OMP_NUM_THREADS": "1", **variables})
    try:
        yield manager
    finally:
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
