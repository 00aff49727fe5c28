"""Whether a kernel is busy, as a person means it: a cell of theirs is running.

Every request makes a kernel say busy and idle, the ones on subshells and on the control channel
too; taken literally the status would show "idle" in the middle of a cell."""

from __future__ import annotations

from typing import Literal

from .message import JupyterMessage

_UNKNOWN = "unknown"


class Execution:
    """Follows the cells that run, from the statuses on iopub."""

    def __init__(self, *, busy: bool) -> None:
        # A cell that began before we listened: we do not know its id, only that its end will come.
        self._running: set[str] = {_UNKNOWN} if busy else set()

    @property
    def status(self) -> Literal["busy", "idle"]:
        return "busy" if self._running else "idle"

    def follow(self, message: JupyterMessage) -> bool:
        """Take one status message into account; true when busy turned to idle or back."""
        if message.parent.get("msg_type") != "execute_request" or message.parent.get("subshell_id"):
            return False
        before = self.status
        cell = str(message.parent.get("msg_id"))
        if message.content.get("execution_state") == "busy":
            self._running.add(cell)
        else:
            # The main shell runs one cell after the other, so one that ends was the only one.
            self._running -= {cell, _UNKNOWN}
        return self.status != before
