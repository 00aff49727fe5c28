"""Computations of seconds beside the page: one at a time, and none of them behind Python's end."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable

from ..errors import GaveUp, LabError, said_by
from ..models.held import Held
from .turns import giving_way


class Background:
    """What computes on threads of its own. ``close`` has what is under way given up: Python may not end in
    the middle of a computation of torch's."""

    def __init__(self, close: Callable[[], None]) -> None:
        self._close = close
        self._computing = threading.Lock()

    def carry_out(
        self, held: Held, check: Callable[[], None], compute: Callable[[], None], words: str
    ) -> str | None:
        """Compute when it is our turn, and give way to views; ``check`` raises :class:`GaveUp` where nobody
        waits for it any more. Why it came to nothing, with ``words`` before what a person's model raised;
        None where it did not, or was given up."""
        with self._computing:
            atexit.register(self._close)
            try:
                check()
                with giving_way(held, check):
                    compute()
            except GaveUp:
                pass
            except LabError as error:
                return error.what
            except Exception as error:
                # A person's model may raise anything.
                return f"{words}: {said_by(error)}."
            finally:
                atexit.unregister(self._close)
        return None

    def wait(self) -> None:
        """Until nothing is computed."""
        with self._computing:
            pass
