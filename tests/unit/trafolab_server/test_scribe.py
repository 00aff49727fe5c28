"""Writing behind the event loop's back."""

from __future__ import annotations

import asyncio
import threading

import pytest
from trafolab_protocol.errors import Problem
from trafolab_server.scribe import Scribe

pytestmark = pytest.mark.anyio


async def test_of_what_waits_the_newest_is_written() -> None:
    scribe = Scribe(lambda _: None)
    written: list[int] = []
    for i in range(5):
        scribe.write("state", lambda i=i: written.append(i))
    scribe.write("layout", lambda: written.append(100))
    await scribe.flush()
    assert written == [4, 100]


async def test_it_writes_by_itself_and_away_from_the_loop() -> None:
    scribe = Scribe(lambda _: None)
    running = asyncio.create_task(scribe.run())
    threads: asyncio.Queue[int | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for _ in range(2):
        scribe.write("x", lambda: loop.call_soon_threadsafe(threads.put_nowait, threading.get_ident()))
        assert await threads.get() != threading.get_ident()
    running.cancel()


async def test_a_failure_is_told_once_until_writing_works_again() -> None:
    problems: list[Problem] = []
    scribe = Scribe(problems.append)

    def fail() -> None:
        raise OSError("disk full")

    for job in (fail, fail, lambda: None, fail):
        scribe.write("x", job)
        await scribe.flush()
    assert [problem.subject for problem in problems] == ["disk full", "disk full"]
