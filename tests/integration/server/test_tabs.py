"""Two tabs, one truth."""

from __future__ import annotations

import struct

import pytest
from trafolab_protocol.actions import Clear, Redo
from trafolab_protocol.browser import ClientAct, ClientLayout, ClientWatch
from trafolab_protocol.views import Watch

from .conftest import Server

pytestmark = pytest.mark.anyio


async def test_welcome_comes_first_and_names_the_notebook(server: Server) -> None:
    async with server.tab() as tab:
        welcome, _ = await tab.receive()
        assert welcome.kind == "welcome"
        assert welcome.notebook == "analysis.ipynb"
        assert welcome.notebook_url == "/jupyter/notebooks/analysis.ipynb"
        assert welcome.circuitsvis_url == "/circuitsvis/iife.js"


async def test_an_act_in_one_tab_reaches_the_other(server: Server) -> None:
    async with server.tab() as one, server.tab() as two:
        before = await one.until_live()
        await two.until_live()
        await one.send(ClientAct(id="a", action=Clear()))
        done = await one.until("done", id="a")
        assert (done.revision, done.problem) == (before.revision + 1, None)
        seen = await two.until_live()
        while seen.revision < done.revision:
            seen = await two.until_live()
        assert seen.history[-1].kind == "clear"


async def test_a_refused_act_is_answered_with_the_problem(server: Server) -> None:
    async with server.tab() as tab:
        await tab.until_live()
        await tab.send(ClientAct(id="b", action=Redo()))
        assert (await tab.until("done", id="b")).problem.code == "nothing_to_redo"


async def test_a_view_comes_under_each_tabs_own_key_and_at_once_to_a_new_tab(server: Server) -> None:
    async with server.tab() as one, server.tab() as two:
        state = await one.until_live()
        for tab, key in ((one, "mine"), (two, "yours")):
            await tab.send(ClientWatch(watches=[Watch(key=key, view="echo", params={"a": 1})]))
            message, buffers = await tab.receive()
            while message.kind != "view":
                message, buffers = await tab.receive()
            assert (message.key, message.view, message.data) == (key, "echo", {"params": {"a": 1}})
            assert struct.unpack("<2f", buffers[0]) == (message.revision, 0.5)
            assert message.revision >= state.revision


async def test_a_view_that_fails_says_so(server: Server) -> None:
    async with server.tab() as tab:
        await tab.send(ClientWatch(watches=[Watch(key="k", view="nonsense", params={})]))
        assert (await tab.until("view_failure")).error == "no view nonsense"


async def test_a_layout_is_there_after_a_reload(server: Server) -> None:
    async with server.tab() as tab:
        await tab.send(ClientLayout(layout={"panes": [1, 2]}))
        await tab.send(ClientAct(id="c", action=Clear()))
        await tab.until("done", id="c")
    async with server.tab() as tab:
        assert (await tab.until("welcome")).layout == {"panes": [1, 2]}


async def test_a_message_of_unknown_form_is_named_and_survived(server: Server) -> None:
    async with server.tab() as tab:
        await tab.until_live()
        await tab.socket.send('{"kind": "act", "id": "d", "action": {"kind": "clear"}, "extra": 1}')
        assert (await tab.until("problem")).problem.code == "bad_message"
        await tab.send(ClientAct(id="e", action=Clear()))
        assert (await tab.until("done", id="e")).problem is None


async def test_another_protocol_is_refused(server: Server) -> None:
    async with server.socket("ws") as socket:
        await socket.send('{"kind": "hello", "protocol": 999}')
        assert '"other_protocol"' in await socket.recv()
        await socket.wait_closed()
        assert socket.close_code == 4400
