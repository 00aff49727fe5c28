"""Which laboratory this kernel holds: none while its model loads, another one after a cell bound
``lab`` anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lab import Lab


class Holder:
    """One place for the present laboratory; those who work with it hear of a replacement."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._lab: Lab | None = None
        self._error: Exception | None = None
        self._followers: list[Callable[[Lab], None]] = []

    @property
    def lab(self) -> Lab | None:
        """The laboratory, or None until there is one."""
        return self._lab

    def wait(self) -> Lab:
        """The laboratory; blocks until there is one, raises the error that prevents it."""
        self._ready.wait()
        if self._lab is not None:
            return self._lab
        assert self._error is not None
        raise self._error

    def follow(self, callback: Callable[[Lab], None]) -> None:
        """Call ``callback`` with the present laboratory, if any, and with every later one."""
        self._followers.append(callback)
        if self._lab is not None:
            callback(self._lab)

    def fail(self, error: Exception) -> None:
        """There is no laboratory, and whoever waits for one gets ``error``, until a cell makes one."""
        self._error = error
        self._ready.set()

    def replace(self, lab: Lab) -> None:
        """Make ``lab`` the laboratory of this kernel."""
        self._lab = lab
        self._ready.set()
        for callback in self._followers:
            callback(lab)
