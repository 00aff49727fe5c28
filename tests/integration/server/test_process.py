"""The processes: what they listen on, what they leave behind, how they end."""

from __future__ import annotations

import signal
import stat
from pathlib import Path

import anyio
import psutil
import pytest

from tests.waiting import PATIENCE

from .conftest import Server

pytestmark = pytest.mark.anyio


async def _private(server: Server) -> Path:
    async with server.tab() as tab:
        await tab.until_live()
    return Path(server.kernel().environ()["TRAFOLAB_PRIVATE_DIR"])


async def test_only_the_servers_own_port_is_listened_on(server: Server) -> None:
    await _private(server)
    # ipykernel itself opens a loopback port in the kernel, for the output of forked children.
    kernel = server.kernel().pid
    ports = {
        (process.pid, connection.laddr.port)
        for process in server.processes()
        if process.pid != kernel
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert ports == {(server.process.pid, int(server.origin.rsplit(":", 1)[1]))}


async def test_the_private_directory_is_private(server: Server) -> None:
    private = await _private(server)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE((private / "jupyter.sock").stat().st_mode) == 0o600
    assert max(len(str(path)) for path in private.rglob("*") if path.is_socket()) <= 107


async def test_secrets_are_on_no_command_line(server: Server) -> None:
    await _private(server)
    secret = server.cookie.split("=", 1)[1]
    for process in server.processes():
        assert secret not in " ".join(process.cmdline())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_everything(own_server: Server, number: signal.Signals) -> None:
    async with own_server.tab() as tab:
        await tab.until_live()
        family, private = own_server.processes(), await _private(own_server)
        own_server.process.send_signal(number)
        _, alive = await anyio.to_thread.run_sync(lambda: psutil.wait_procs(family, timeout=PATIENCE))
        assert alive == []
    assert not private.exists()


async def test_a_signal_during_the_start_ends_everything(own_server: Server) -> None:
    async with own_server.client() as client, anyio.create_task_group() as tasks:

        async def ask() -> None:
            # Or Jupyter was there before the signal.
            assert (await client.get("jupyter/tree")).status_code in (503, 200)

        tasks.start_soon(ask)
        await anyio.sleep(0.2)
        # Whoever is welcomed came later than the question, which therefore waits inside by now.
        async with own_server.tab() as tab:
            await tab.until("welcome")
        own_server.process.send_signal(signal.SIGTERM)
    assert await anyio.to_thread.run_sync(lambda: own_server.process.wait(PATIENCE)) is not None


async def test_the_starter_notebook_is_written_once(own_server: Server) -> None:
    path = own_server.root / "analysis.ipynb"
    assert '"name": "trafolab"' in path.read_text()
