"""Nobody waits for ever."""

from __future__ import annotations

import pytest
from trafolab_bridge.errors import KernelUnavailable
from trafolab_bridge.pending import Pending

pytestmark = pytest.mark.anyio


async def test_answers_find_their_questions() -> None:
    pending: Pending[int] = Pending()
    one, two = pending.expect("1"), pending.expect("2")
    pending.resolve("2", 20)
    pending.resolve("1", 10)
    pending.resolve("unknown", 0)
    assert (await one, await two) == (10, 20)


async def test_all_that_waits_fails_at_the_end_and_nothing_waits_after_it() -> None:
    pending: Pending[int] = Pending()
    waiting = pending.expect("1")
    pending.fail(KernelUnavailable("the kernel died"))
    with pytest.raises(KernelUnavailable, match="the kernel died"):
        await waiting
    with pytest.raises(KernelUnavailable, match="the kernel died"):
        pending.expect("2")
