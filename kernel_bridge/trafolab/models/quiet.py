"""Loading without progress bars, which would land in a person's cell."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager

from transformers.utils import logging

_inside = 0
_lock = threading.Lock()


@contextmanager
def quiet() -> Generator[None]:
    """Switch the bars of ``transformers`` off inside, from any number of threads."""
    global _inside
    with _lock:
        shown = logging.is_progress_bar_enabled()
        _inside += 1
        logging.disable_progress_bar()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if shown and _inside == 0:
                logging.enable_progress_bar()
