"""The kernel's end of a widget: messages to the page, messages from it, and nothing between.

ipywidgets would send through ``Comm.send``, after which ipykernel hands the page's next message to whichever
thread sent last: one send from the main thread, and what a person chooses in the widget waits for the running
cell. And around ``Comm.handle_msg`` ipykernel triggers what belongs around a cell, so that matplotlib would
show a running cell's half-drawn figure. Both are gone around here, where the kernel is an ipykernel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE = STATIC / "widget.js", STATIC / "widget.css"

Buffer = bytes | memoryview
Heard = Callable[[Mapping[str, Any]], None]


def is_built() -> bool:
    """Whether the script is there: a checkout has none before ``make build``."""
    return SCRIPT.is_file() and STYLE.is_file()


class ViewWidget(anywidget.AnyWidget):
    """One view on somebody's screen, as often as they show it."""

    _esm = SCRIPT if is_built() else "export default { render() {} }"
    _css = STYLE if is_built() else ""
    view = traitlets.Unicode().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    """The URL of a picture, for pages where no kernel answers."""

    def __init__(self, view: str, heard: Heard) -> None:
        """``heard`` is called with each message of the page's, on whichever thread it arrives."""
        self._opened_by: Any = None
        super().__init__(view=view)

        def hear(widget: ViewWidget, content: Mapping[str, Any], buffers: Sequence[Buffer]) -> None:
            heard(content)

        self.on_msg(hear)

    @property
    def closed(self) -> bool:
        """Nobody can see it any more."""
        comm: Any = self.comm
        return comm is None or getattr(comm, "_closed", False)

    def open(self) -> None:
        """Open the comm, and keep to ourselves what is sent and heard on it."""
        super().open()
        comm: Any = self.comm
        kernel: Any = getattr(comm, "kernel", None)
        # marimo's comms have a kernel too: the word "marimo".
        if not hasattr(kernel, "get_parent"):
            return
        self._opened_by = kernel.get_parent()
        comm.handle_msg = self._handle_msg
        vars(comm).pop("_reply_subshell_id", None)

    def bundle(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a notebook is given to show it, and how."""
        return self._repr_mimebundle_() or ({}, {})

    def tell(self, content: Mapping[str, Any], buffers: Sequence[Buffer] = ()) -> None:
        """Send a message to wherever the view is shown. May be called on any thread."""
        self.send(dict(content), list(buffers))

    def _send(self, msg: Any, buffers: Any = None) -> None:
        comm: Any = self.comm
        kernel = getattr(comm, "kernel", None)
        if self._opened_by is None or kernel is None or kernel.session is None:
            super()._send(msg, buffers)
            return
        content = {"comm_id": comm.comm_id, "data": msg}
        kernel.session.send(
            kernel.iopub_socket,
            "comm_msg",
            content,
            parent=self._opened_by,
            ident=comm.topic,
            buffers=buffers,
        )
