"""What tabs are told, and when."""

from __future__ import annotations

import json
from typing import Any

import pytest
from trafolab_protocol.errors import Problem
from trafolab_protocol.frames import unpack
from trafolab_protocol.state import State
from trafolab_protocol.views import TensorSpec, ViewFrame, Watch
from trafolab_server.hub import Hub
from trafolab_server.tab import Tab
from trafolab_server.watch_keys import shared_key

pytestmark = pytest.mark.anyio
ECHO = Watch(key="mine", view="echo", params={"a": 1})


def state(revision: int) -> State:
    return State(revision=revision, settled=True, model=None, clean=None)


def frame(revision: int, watch: Watch = ECHO) -> ViewFrame:
    spec = TensorSpec(name="x", dtype="uint8", shape=[3], buffer=0)
    return ViewFrame(key=shared_key(watch), view=watch.view, revision=revision, data={}, tensors=[spec])


async def _next(tab: Tab) -> tuple[dict[str, Any], list[bytes]]:
    data = await tab.next_frame()
    header, buffers = (data, []) if isinstance(data, str) else unpack(data)
    return json.loads(header), buffers


async def _kinds(tab: Tab, n: int) -> list[str]:
    return [(await _next(tab))[0]["kind"] for _ in range(n)]


async def test_a_new_tab_hears_all_that_is_known() -> None:
    hub = Hub(state(3))
    hub.show_problem(Problem(code="kept", what="a problem of the start"), keep=True)
    hub.show_problem(Problem(code="passing", what="a problem of the moment"))
    tab = Tab()
    hub.enter(tab)
    kernel, stored, problem = [(await _next(tab))[0] for _ in range(3)]
    assert (kernel["kind"], kernel["status"]) == ("kernel", "starting")
    assert (stored["kind"], stored["state"]["revision"], stored["live"]) == ("state", 3, False)
    assert problem["problem"]["code"] == "kept"


async def test_a_slow_tab_gets_the_newest_state_and_frame_only() -> None:
    hub, tab = Hub(None), Tab()
    hub.enter(tab)
    hub.watch(tab, [ECHO])
    for revision in range(1, 100):
        hub.show_state(state(revision))
        hub.show_view(frame(revision), [bytes([revision] * 3)])
    assert await _kinds(tab, 1) == ["kernel"]
    seen, _ = await _next(tab)
    assert (seen["state"]["revision"], seen["live"]) == (99, True)
    seen, buffers = await _next(tab)
    assert (seen["key"], seen["revision"], buffers) == ("mine", 99, [bytes([99] * 3)])


async def test_a_tab_that_watches_what_is_known_gets_it_at_once() -> None:
    hub, first, second = Hub(None), Tab(), Tab()
    hub.enter(first)
    hub.watch(first, [ECHO])
    hub.show_view(frame(5), [b"abc"])
    hub.enter(second)
    await _kinds(second, 1)
    hub.watch(second, [Watch(key="yours", view="echo", params={"a": 1})])
    seen, buffers = await _next(second)
    assert (seen["key"], seen["revision"], buffers) == ("yours", 5, [b"abc"])


async def test_a_frame_waits_for_nobody_who_has_turned_away() -> None:
    hub, tab = Hub(None), Tab()
    hub.enter(tab)
    other = Watch(key="other", view="echo", params={})
    hub.watch(tab, [ECHO, other])
    hub.show_view(frame(5), [b"abc"])
    hub.show_view(frame(6, other), [b"abc"])
    hub.watch(tab, [other])
    await _kinds(tab, 1)
    seen, _ = await _next(tab)
    assert (seen["key"], seen["revision"]) == ("other", 6)


async def test_the_union_over_tabs_and_what_is_left_of_it() -> None:
    hub, one, two = Hub(None), Tab(), Tab()
    for tab in (one, two):
        hub.enter(tab)
    hub.watch(one, [ECHO])
    hub.watch(two, [Watch(key="k", view="echo", params={"a": 1}), Watch(key="l", view="lens", params={})])
    assert [watch.view for watch in hub.watched()] == ["echo", "lens"]
    hub.leave(two)
    assert [watch.key for watch in hub.watched()] == [shared_key(ECHO)]


async def test_while_the_kernel_is_away_the_state_is_only_the_last_known() -> None:
    hub, tab = Hub(None), Tab()
    hub.enter(tab)
    hub.show_state(state(1))
    hub.show_kernel("busy")
    await _kinds(tab, 2)
    hub.show_kernel("restarting")
    (kernel, _), (last, _) = await _next(tab), await _next(tab)
    assert (kernel["status"], last["live"]) == ("restarting", False)
    assert hub.revision == 1
