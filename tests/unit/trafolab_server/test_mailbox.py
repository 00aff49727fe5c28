"""A slow tab gets the newest of each."""

from __future__ import annotations

import asyncio

import pytest
from trafolab_server.mailbox import Mailbox

pytestmark = pytest.mark.anyio


async def test_a_newer_message_takes_the_older_ones_place_in_the_line() -> None:
    mailbox: Mailbox[str] = Mailbox()
    for slot, message in (("a", "a1"), ("b", "b1"), ("a", "a2"), ("c", "c1"), ("a", "a3")):
        mailbox.put(slot, message)
    assert [await mailbox.take() for _ in range(3)] == ["a3", "b1", "c1"]


async def test_taking_waits_for_the_next_message() -> None:
    mailbox: Mailbox[str] = Mailbox()
    taking = asyncio.create_task(mailbox.take())
    await asyncio.sleep(0)
    assert not taking.done()
    mailbox.put("a", "late")
    assert await taking == "late"


async def test_what_was_dropped_does_not_come() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.put("a", "a1")
    mailbox.put("b", "b1")
    mailbox.drop("a")
    mailbox.drop("unknown")
    assert await mailbox.take() == "b1"
