"""Loaded by jupyter_server as an extension: it must not outlive the laboratory.

Its standard input is a pipe of which only our server holds the other end. The operating system
closes that when the server ends, however it ends, so even ``kill -9`` leaves nothing behind."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import threading
import time
from typing import Any

_PATIENCE_S = 3.0


def _jupyter_server_extension_points() -> list[dict[str, str]]:  # pyright: ignore[reportUnusedFunction]
    return [{"module": "trafolab_server.lifeline"}]


def _load_jupyter_server_extension(app: Any) -> None:  # pyright: ignore[reportUnusedFunction]
    threading.Thread(target=_wait_for_the_end, daemon=True, name="lifeline").start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # Nobody else is left to remove the private directory.
    atexit.register(shutil.rmtree, os.environ["TRAFOLAB_PRIVATE_DIR"], ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_S)
    # The kernels watch their parent and follow within a second.
    shutil.rmtree(os.environ["TRAFOLAB_PRIVATE_DIR"], ignore_errors=True)
    os._exit(1)
