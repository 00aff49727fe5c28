"""The two comms of the bridge: requests with their replies, and pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from comm.base_comm import BaseComm, CommManager
from ipykernel.kernelbase import Kernel
from trafolab_protocol.kernel import PUSH_TARGET, REQUEST_TARGET

from .channel import Channel, Message

if TYPE_CHECKING:
    from .publisher import Publisher
    from .requests import Requests


class Comms:
    """Registers the comm targets on a kernel; :meth:`remove` takes them away."""

    def __init__(self, kernel: Kernel, requests: Requests, publisher: Publisher) -> None:
        self._kernel = kernel
        self._manager = cast("CommManager", cast("Any", kernel).comm_manager)
        self._requests = requests
        self._publisher = publisher
        self._ids: set[str] = set()
        self._targets = {REQUEST_TARGET: self._open_requests, PUSH_TARGET: self._open_pushes}
        for target, callback in self._targets.items():
            self._manager.register_target(target, callback)

    def remove(self) -> None:
        """Forget the targets; comms that are open stay so until their other end closes them."""
        for target, callback in self._targets.items():
            self._manager.unregister_target(target, callback)

    def owns(self, message: Message) -> bool:
        """Whether a shell message belongs to one of these comms."""
        kind = message.get("header", {}).get("msg_type")
        content = message.get("content", {})
        if kind == "comm_open":
            return content.get("target_name") in self._targets
        return kind in ("comm_msg", "comm_close") and content.get("comm_id") in self._ids

    def _open_requests(self, comm: BaseComm, message: Message) -> None:
        channel = self._channel(comm, message)

        def receive(message: Message) -> None:
            data = message["content"]["data"]
            reply = self._requests.answer(data, message.get("buffers", []))
            channel.send(reply, parent=message)

        # Not on_msg: around that, ipykernel triggers what belongs around a cell, and matplotlib
        # would show and close a running cell's half-drawn figures.
        cast("Any", comm).handle_msg = receive

    def _open_pushes(self, comm: BaseComm, message: Message) -> None:
        channel = self._channel(comm, message)
        comm.on_close(lambda _: self._publisher.disconnect(channel))
        self._publisher.connect(channel)

    def _channel(self, comm: BaseComm, message: Message) -> Channel:
        self._ids.add(comm.comm_id)
        return Channel(self._kernel, comm.comm_id, message)
