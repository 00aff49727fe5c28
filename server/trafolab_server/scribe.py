"""Writes to the disk behind the event loop's back: the newest of each kind, never a queue."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Hashable

import structlog
from trafolab_protocol.errors import Problem

from .tensor_files import TensorUnreadable

_log = structlog.stdlib.get_logger(__name__)


class Scribe:
    """Carries out blocking writes one after the other in a thread.

    A write that waits is replaced by a newer one of the same ``slot``: of ten states that came
    while the disk was busy only the last is worth keeping.
    """

    def __init__(self, report: Callable[[Problem], None]) -> None:
        self._report = report
        self._waiting: dict[Hashable, Callable[[], None]] = {}
        self._more = asyncio.Event()
        self._failing = False

    def write(self, slot: Hashable, job: Callable[[], None]) -> None:
        # To the end: what came between, and waits in a slot of its own, is older.
        self._waiting.pop(slot, None)
        self._waiting[slot] = job
        self._more.set()

    async def run(self) -> None:
        """Write until cancelled; call :meth:`flush` afterwards for what is left."""
        while True:
            await self._more.wait()
            # Shielded: a write that began is finished, and flush comes after it.
            await asyncio.shield(self.flush())

    async def flush(self) -> None:
        self._more.clear()
        while self._waiting:
            slot = next(iter(self._waiting))
            await asyncio.to_thread(self._carry_out, self._waiting.pop(slot))

    def _carry_out(self, job: Callable[[], None]) -> None:
        try:
            job()
            self._failing = False
        except (OSError, sqlite3.Error, TensorUnreadable) as error:
            _log.error("could not store the laboratory", error=str(error))
            if not self._failing:
                self._failing = True
                self._report(_problem(error))


def _problem(error: Exception) -> Problem:
    return Problem(
        code="storage_failed",
        what="The laboratory could not be stored beside the notebook",
        subject=str(error),
        advice="What you do now is lost when the kernel stops. Look whether the disk is full or read-only.",
    )
