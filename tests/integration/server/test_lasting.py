"""Nothing is lost: dead kernels, killed servers, reloads."""

from __future__ import annotations

import os
import signal
import struct
from pathlib import Path

import anyio
import psutil
import pytest
from trafolab_protocol.actions import Clear, Intervene
from trafolab_protocol.browser import ClientAct, ClientKernel, ClientLayout, ClientWatch
from trafolab_protocol.operations import Freeze
from trafolab_protocol.state import HistoryEntry, State
from trafolab_protocol.views import Watch
from trafolab_server.storage import Storage

from tests.waiting import PATIENCE

from .conftest import Server, Tab, running
from .notebook import Notebook

pytestmark = pytest.mark.anyio
FREEZE = Intervene(targets=["L0H1"], operation=Freeze())


async def _do(tab: Tab, *actions: Clear | Intervene) -> int:
    """Carry out actions; the revision after the last."""
    revision = 0
    for i, action in enumerate(actions):
        await tab.send(ClientAct(id=f"{i}", action=action))
        done = await tab.until("done", id=f"{i}")
        assert done.problem is None
        revision = done.revision
    return revision


async def _kinds(tab: Tab) -> list[str]:
    """Kinds of all acts in the next live state."""
    return [entry.kind for entry in (await tab.until_live()).history]


async def test_a_killed_kernel_is_shown_restarted_and_restored(server: Server) -> None:
    async with server.tab() as tab:
        before = await _kinds(tab)
        await tab.send(ClientWatch(watches=[Watch(key="e", view="echo", params={})]))
        revision = await _do(tab, Clear(), FREEZE)
        await tab.until_seen(revision, view="e")
        old = server.kernel()
        old.kill()
        await tab.until("kernel", status="restarting")
        assert (await tab.until("state")).live is False
        restored = await tab.until_live()
        assert server.kernel().pid != old.pid
        assert [entry.kind for entry in restored.history] == [*before, "clear", "intervene"]
        assert restored.interventions[0].source.parts[0].tensor == "snapshot-1"
        # The watches are known to the new kernel too.
        assert await _do(tab, Clear()) == restored.revision + 1
        await tab.until_seen(restored.revision + 1, view="e")
    async with Notebook.attached(server) as notebook:
        output = await notebook.execute("print(lab.restored.tensors[0].shape, lab.restored_bytes[0].hex())")
    assert output == f"[2, 2] {struct.pack('<4f', 1, 2, 3, 4).hex()}\n"


async def test_an_act_that_waits_when_the_kernel_dies_is_answered(server: Server) -> None:
    async with server.tab() as tab:
        await tab.until_live()
        kernel = server.kernel()
        kernel.suspend()
        await tab.send(ClientAct(id="x", action=Clear()))
        kernel.kill()
        assert (await tab.until("done", id="x")).problem.code == "kernel_unavailable"


async def test_restart_by_the_page(server: Server) -> None:
    async with server.tab() as tab:
        before = await _kinds(tab)
        await tab.until_seen(await _do(tab, Clear()))
        old = server.kernel().pid
        await tab.send(ClientKernel(verb="restart"))
        await tab.until("kernel", status="restarting")
        assert await _kinds(tab) == [*before, "clear"]
        assert server.kernel().pid != old


async def test_restart_from_the_notebook(server: Server) -> None:
    async with server.tab() as tab, server.client() as client:
        before = await _kinds(tab)
        await tab.until_seen(await _do(tab, Clear()))
        (session,) = (await client.get("jupyter/api/sessions")).json()
        response = await client.post(f"jupyter/api/kernels/{session['kernel']['id']}/restart")
        assert response.status_code == 200
        await tab.until("kernel", status="restarting")
        assert await _kinds(tab) == [*before, "clear"]


async def test_a_killed_jupyter_server_comes_back(server: Server) -> None:
    async with server.tab() as tab:
        before = await _kinds(tab)
        await tab.until_seen(await _do(tab, Clear()))
        (jupyter,) = [p for p in server.processes() if "jupyter_server" in p.cmdline()]
        jupyter.kill()
        await tab.until("kernel", status="disconnected")
        assert await _kinds(tab) == [*before, "clear"]


async def test_a_killed_server_leaves_no_process_and_loses_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        async with first.tab() as tab:
            await tab.until_live()
            await tab.send(ClientLayout(layout={"open": "history"}))
            revision = await _do(tab, FREEZE)
            await tab.until_seen(revision)
            private = Path(_environment(first.kernel(), "TRAFOLAB_PRIVATE_DIR"))
            await _stored(tmp_path, revision)
        family = first.processes()
        os.kill(first.process.pid, signal.SIGKILL)
        _, alive = await anyio.to_thread.run_sync(lambda: psutil.wait_procs(family, timeout=PATIENCE))
        assert alive == []
        assert not private.exists()
    with running(tmp_path) as second:
        async with second.tab() as tab:
            assert (await tab.until("welcome")).layout == {"open": "history"}
            stored = await tab.until("state")
            assert [entry.kind for entry in stored.state.history] == ["intervene"]
            assert (await tab.until_live()).interventions == stored.state.interventions


async def test_a_model_named_on_the_command_line_wins_once(tmp_path: Path) -> None:
    storage = Storage(tmp_path / ".trafolab" / "analysis" / "lab.sqlite")
    storage.save_state(State(revision=7, settled=True, model=None, clean=None))
    storage.close()
    with running(tmp_path, "another") as server:
        async with server.tab() as tab:
            await tab.until_live()
            async with Notebook.attached(server) as notebook:
                code = "import os; print(lab.restored.model, os.environ['TRAFOLAB_MODEL'])"
                assert await notebook.execute(code) == "another another\n"
            server.kernel().kill()
            await tab.until("kernel", status="restarting")
            await tab.until_live()
            async with Notebook.attached(server) as notebook:
                assert await notebook.execute("print(lab.restored.model)") == "None\n"


async def test_a_state_that_cannot_come_back_is_kept_aside_and_said(tmp_path: Path) -> None:
    poison = HistoryEntry(revision=1, kind="mark", label="poison", code=None, origin="mark")
    stored = State(revision=7, settled=True, model=None, clean=None, history=[poison])
    path = tmp_path / ".trafolab" / "analysis" / "lab.sqlite"
    storage = Storage(path)
    storage.save_state(stored)
    storage.close()
    with running(tmp_path) as server:
        async with server.tab() as tab:
            assert (await tab.until("problem")).problem.code == "cannot_restore"
            assert (await tab.until_live()).history == []
    storage = Storage(path)
    assert [name.rsplit("-", 1)[0] for name in storage.names()] == ["state", "state-not-restored"]
    storage.close()


async def _stored(root: Path, revision: int) -> None:
    """Wait until the disk has ``revision``."""
    with anyio.fail_after(PATIENCE):
        while True:
            storage = Storage(root / ".trafolab" / "analysis" / "lab.sqlite")
            state = storage.state
            storage.close()
            if state is not None and state.revision >= revision:
                return
            await anyio.sleep(0.05)


def _environment(process: psutil.Process, name: str) -> str:
    return process.environ()[name]
