"""What waits to be sent to one tab."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Messages in slots. A slot holds one message, and a newer one takes the older one's place
    in the line: a tab that reads slowly gets the newest of each, never a backlog."""

    def __init__(self) -> None:
        self._slots: dict[Hashable, T] = {}
        self._more = asyncio.Event()

    def put(self, slot: Hashable, message: T) -> None:
        self._slots[slot] = message
        self._more.set()

    def drop(self, slot: Hashable) -> None:
        """Forget what waits in ``slot``, if anything does."""
        self._slots.pop(slot, None)

    async def take(self) -> T:
        """The message that has waited longest."""
        while not self._slots:
            self._more.clear()
            await self._more.wait()
        return self._slots.pop(next(iter(self._slots)))
