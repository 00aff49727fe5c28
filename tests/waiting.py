"""Waiting for what another thread or process does, on a machine however slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 240.0
"""Seconds after which what was waited for will not come any more. No test takes them unless it fails."""


def until(true: Callable[[], object], said: Callable[[], object] = lambda: "") -> None:
    """Wait until something holds; ``said`` tells what was seen, where it does not come."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, said()
        time.sleep(0.01)


def beside(act: Callable[[], object], seconds: float = PATIENCE) -> threading.Thread:
    """Have another thread do something, and wait for it so long: less, where it may have to wait for us."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(seconds)
    return thread
