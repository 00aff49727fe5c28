"""Our own kernel process: ipykernel, with a laboratory in it from the first cell on."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop

from . import circuitsvis
from .apparatus import Apparatus
from .extension import attach
from .opening import first_lab

SWITCH_INTERVAL = 1e-4
"""Seconds. At Python's own 5 ms, each torch call of a view gives the GIL away and waits that long to
get it back from a cell that spins: a forward pass of 65 ms then takes 4 s, with this 0.27 s."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run a kernel until it is shut down."""
    app: Any = IPKernelApp.instance()
    app.initialize(None if argv is None else list(argv))
    apparatus = attach(app.shell)
    # The first thing the main loop does: cells wait for it, the page's comms do not.
    IOLoop.current().add_callback(_open, app.shell, apparatus)
    app.start()


def _open(shell: Any, apparatus: Apparatus) -> None:
    sys.setswitchinterval(SWITCH_INTERVAL)
    apparatus.observe()
    try:
        _read_libraries()
        apparatus.hold(*first_lab(shell.user_ns))
    # Whatever prevents a laboratory: cells must run without one, and the page must hear why.
    except Exception as error:
        apparatus.holder.fail(error)
        print(f"There is no laboratory: {error}", file=sys.stderr)
    circuitsvis.install()


def _read_libraries() -> None:
    """Reads what every laboratory needs, and spares the garbage collector the half million objects of it:
    looking through them all takes 0.3 s, in the middle of whatever pass makes it due. No model is among
    them, so that one that is let go leaves memory as ever."""
    gc.disable()
    try:
        import_module("transformer_lens.model_bridge")
        import_module("trafolab.lab")
        gc.freeze()
    finally:
        gc.enable()
