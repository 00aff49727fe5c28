"""A real jupyter_server as a child process, reachable through a private Unix socket only."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import structlog
from trafolab_bridge import Endpoint, JupyterRest

from .jupyter_home import JupyterHome
from .settings import Settings

_log = structlog.stdlib.get_logger(__name__)
_POLL_S = 0.02
_PATIENCE_S = 5.0


class ChildFailed(Exception):
    """jupyter_server ended before it answered."""


class JupyterChild:
    """One jupyter_server at a time; it can be started again after it has ended."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home: JupyterHome | None = None
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def endpoint(self) -> Endpoint:
        assert self._home is not None, "not started"
        s = self._settings
        return Endpoint(
            url=f"http://localhost:{s.port}/jupyter/",
            cookie=f"{s.cookie_name}={s.session}",
            socket=str(self._home.socket),
        )

    async def start(self) -> None:
        """Start it and wait until it answers; raises :class:`ChildFailed`."""
        self._home = home = JupyterHome()
        home.furnish(self._settings)
        with home.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "jupyter_server"),
                cwd=self._settings.root,
                env=home.environment(),
                # The lifeline: never written to, closed by the system when we end.
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=log,
                # Ctrl-C in the terminal is for us; we stop the child in our own order.
                start_new_session=True,
            )
        await self._until_it_answers(self._process)

    async def ended(self) -> int:
        """Wait for its end; the exit status."""
        assert self._process is not None, "not started"
        return await self._process.wait()

    async def stop(self) -> None:
        """End it and its kernels; a no-op where nothing runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _PATIENCE_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if self._home is not None:
            self._home.remove()

    def last_words(self) -> str:
        """The end of its log, for the person who must find out why it failed."""
        return _tail(self._home.log) if self._home else ""

    async def _until_it_answers(self, process: Process) -> None:
        rest = JupyterRest(self.endpoint)
        try:
            while not await rest.answers():
                if process.returncode is not None:
                    raise ChildFailed(
                        f"jupyter_server ended with status {process.returncode}:\n{self.last_words()}"
                    )
                await asyncio.sleep(_POLL_S)
        finally:
            await rest.aclose()
        _log.info("jupyter_server is ready", pid=process.pid)


def _tail(path: Path, size: int = 2000) -> str:
    try:
        return path.read_bytes()[-size:].decode("utf-8", "replace")
    except OSError:
        return ""
