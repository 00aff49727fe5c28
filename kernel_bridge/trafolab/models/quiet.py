"""Loading without progress bars, and running without a remark on it, which would land in a person's cell."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Generator
from contextlib import contextmanager

from transformers.utils import logging

_inside = 0
_shown = False
"""Whether they were there before the first of those who are inside came."""
_lock = threading.Lock()


@contextmanager
def quiet() -> Generator[None]:
    """Switch the bars of ``transformers`` off inside, from any number of threads."""
    global _inside, _shown
    with _lock:
        if _inside == 0:
            _shown = logging.is_progress_bar_enabled()
        _inside += 1
        logging.disable_progress_bar()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _shown and _inside == 0:
                logging.enable_progress_bar()


def hush() -> None:
    """Let TransformerLens not remark at each change of a norm's scale that it computes the norm in Python
    then: that is what was asked for."""
    warnings.filterwarnings("ignore", message="A forward hook edited hook_scale", category=UserWarning)
