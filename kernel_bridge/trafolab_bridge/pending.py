"""Questions that wait for their answers."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

from .errors import KernelUnavailable

T = TypeVar("T")


class Pending(Generic[T]):
    """Futures by id, all of which fail together when nobody is left to answer."""

    def __init__(self) -> None:
        self._futures: dict[str, asyncio.Future[T]] = {}
        self._over: str | None = None

    def expect(self, key: str) -> asyncio.Future[T]:
        """The future answer to ``key``."""
        if self._over is not None:
            raise KernelUnavailable(self._over)
        future = self._futures[key] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda _: self._futures.pop(key, None))
        return future

    def resolve(self, key: str, answer: T) -> None:
        future = self._futures.get(key)
        if future is not None and not future.done():
            future.set_result(answer)

    def fail(self, error: Exception) -> None:
        """Fail what waits now, and refuse what comes later."""
        self._over = str(error)
        for future in list(self._futures.values()):
            if not future.done():
                future.set_exception(error)
