"""Notebook 7 through the proxy, on the kernel that the tabs see."""

from __future__ import annotations

import re

import pytest
from trafolab_bridge.message import SUBPROTOCOL
from trafolab_protocol.actions import Clear
from trafolab_protocol.browser import ClientAct, ClientKernel
from websockets.exceptions import InvalidStatus

from .conftest import Server
from .notebook import Notebook

pytestmark = pytest.mark.anyio


async def test_the_notebooks_page_and_its_scripts_are_served(server: Server) -> None:
    async with server.client() as client:
        page = await client.get("jupyter/notebooks/analysis.ipynb")
        assert page.status_code == 200
        assert '"exposeAppInBrowser": true' in page.text
        assert '"token": ""' in page.text
        (script, *_) = re.findall(r'<script defer="defer" src="([^"]+)"', page.text)
        assert (await client.get(script)).status_code == 200


async def test_the_session_is_there_before_the_page_asks(server: Server) -> None:
    async with server.client() as client:
        (session,) = (await client.get("jupyter/api/sessions")).json()
    assert (session["path"], session["kernel"]["name"]) == ("analysis.ipynb", "trafolab")


async def test_a_cell_runs_on_the_kernel_of_the_laboratory(server: Server) -> None:
    async with server.tab() as tab, Notebook.attached(server) as notebook:
        await tab.until_live()
        await tab.send(ClientAct(id="a", action=Clear()))
        revision = (await tab.until("done", id="a")).revision
        assert await notebook.execute("print(lab.state.revision)") == f"{revision}\n"


async def test_busy_lasts_while_a_cell_runs_though_acts_are_answered(server: Server) -> None:
    async with server.tab() as tab, Notebook.attached(server) as notebook:
        await tab.until_live()
        cell = await notebook.start("import time\nwhile True: time.sleep(0.01)")
        await tab.until("kernel", status="busy")
        statuses: list[str] = []
        for i in range(5):
            await tab.send(ClientAct(id=f"{i}", action=Clear()))
            message, _ = await tab.receive()
            while message.kind != "done":
                if message.kind == "kernel":
                    statuses.append(message.status)
                message, _ = await tab.receive()
        assert statuses == []
        await tab.send(ClientKernel(verb="interrupt"))
        await tab.until("kernel", status="idle")
        assert await notebook.outcome(cell) == ("KeyboardInterrupt", "")


async def test_a_tab_that_opens_while_the_kernel_is_busy_sees_everything(server: Server) -> None:
    async with Notebook.attached(server) as notebook, server.tab() as first:
        await first.until_live()
        await notebook.start("import time\nwhile True: time.sleep(0.01)")
        await first.until("kernel", status="busy")
        async with server.tab() as second:
            await second.until("kernel", status="busy")
            assert (await second.until_live()).revision == first.revision
        await first.send(ClientKernel(verb="interrupt"))
        await first.until("kernel", status="idle")


async def test_large_messages_pass(server: Server) -> None:
    async with Notebook.attached(server) as notebook:
        text = "x" * 12_000_000
        assert await notebook.execute(f"print(len({text!r}))") == "12000000\n"


async def test_a_notebook_is_saved_and_read_back(server: Server) -> None:
    async with server.client() as client:
        content = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        body = {"type": "notebook", "content": content}
        saved = await client.put("jupyter/api/contents/a%20b.ipynb", json=body)
        assert saved.status_code == 201
        read = await client.get("jupyter/api/contents/a%20b.ipynb")
        assert read.json()["content"]["cells"] == []
    assert (server.root / "a b.ipynb").is_file()


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/secret", "..%2fsecret", "a/../../secret"])
async def test_nothing_outside_the_root_is_served(server: Server, path: str) -> None:
    (server.root.parent / "secret").write_text("secret")
    async with server.client() as client:
        for prefix in ("jupyter/files", "jupyter/api/contents", "assets", "circuitsvis"):
            response = await client.get(f"{prefix}/{path}")
            assert response.status_code in (403, 404)


async def test_jupyters_own_checks_are_on(server: Server) -> None:
    async with server.client() as client:
        del client.headers["X-XSRFToken"]
        body = {"type": "notebook"}
        assert (await client.post("jupyter/api/contents", json=body)).status_code == 403


async def test_a_kernels_websocket_refuses_a_foreign_page_and_a_stranger(server: Server) -> None:
    async with Notebook.attached(server) as notebook:
        path = f"jupyter/api/kernels/{notebook.kernel_id}/channels"
    for name, value, status in (("Origin", "http://evil.example", 403), ("Cookie", "a=b", 401)):
        socket = server.socket(path, subprotocols=[SUBPROTOCOL])
        socket.additional_headers = {**dict(socket.additional_headers), name: value}
        with pytest.raises(InvalidStatus) as refused:
            await socket
        assert refused.value.response.status_code == status


async def test_another_kernel_is_named_and_the_laboratory_found_again(server: Server) -> None:
    async with server.tab() as tab, server.client() as client:
        await tab.until_live()
        (session,) = (await client.get("jupyter/api/sessions")).json()
        path = f"jupyter/api/sessions/{session['id']}"
        await client.patch(path, json={"kernel": {"name": "python3"}})
        assert (await tab.until("problem")).problem.code == "not_a_laboratory"
        await client.patch(path, json={"kernel": {"name": "trafolab"}})
        await tab.until_live()
