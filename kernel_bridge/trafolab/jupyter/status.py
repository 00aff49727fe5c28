"""Keeps the notebook's status light honest.

ipykernel says busy and idle around every shell message, the page's own requests on their subshell
among them, and a notebook believes the last word: in the middle of a long cell it would show idle
at every click. So the bridge's own messages are taken out of that stream, and when anybody else's
aside ends while a cell runs, the cell's busy is said again.

The same messages must not become "the last request" either: output of a thread that a cell has
started follows the last request, and would leave the cell for a click.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ipykernel.kernelbase import Kernel

Message = dict[str, Any]

METADATA_MARK = "trafolab"
"""A control message of the bridge carries this key in its metadata (creating its subshell)."""


class StatusFilter:
    """Patches one kernel instance; ``remove`` takes the patches off again."""

    def __init__(self, kernel: Kernel, ours: Callable[[Message], bool]) -> None:
        self._kernel: Any = kernel
        self._ours = ours
        self._lock = threading.Lock()
        self._cell: Message | None = None
        self._publish: Callable[..., None] = self._kernel._publish_status
        self._set_parent: Callable[..., None] = self._kernel.set_parent
        self._kernel._publish_status = self._publish_status
        self._kernel.set_parent = self._set_parent_quietly

    def remove(self) -> None:
        """Give the kernel its own methods back."""
        for name in ("_publish_status", "set_parent"):
            self._kernel.__dict__.pop(name, None)

    def _publish_status(self, status: str, channel: str, parent: Message | None = None) -> None:
        about = parent or self._kernel.get_parent(channel)
        if _is_marked(about) or self._ours(about):
            return
        with self._lock:
            self._note(status, channel, about)
            self._publish(status, channel, parent)
            if status == "idle" and self._cell is not None:
                self._publish("busy", "shell", self._cell)

    def _note(self, status: str, channel: str, about: Message) -> None:
        if channel == "shell" and _is_cell(about):
            self._cell = about if status == "busy" else None

    def _set_parent_quietly(self, ident: Any, parent: Message, channel: str = "shell") -> None:
        if channel != "shell" or not self._ours(parent):
            self._set_parent(ident, parent, channel)
            return
        # Only this thread's own context may know: see the head of the module.
        self._kernel._shell_parent_ident.set(ident)
        self._kernel._shell_parent.set(parent)


def _is_marked(message: Message) -> bool:
    return METADATA_MARK in message.get("metadata", {})


def _is_cell(message: Message) -> bool:
    header = message.get("header", {})
    return header.get("msg_type") == "execute_request" and not header.get("subshell_id")
