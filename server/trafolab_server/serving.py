"""Runs the application on a socket, from the link on standard output to the last signal."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from .app import create_app
from .settings import Settings

_GRACE_S = 2


class CannotListen(Exception):
    """The address is taken or not ours; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; raises :class:`CannotListen` where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise CannotListen(
            f"cannot listen on {host} port {port} ({error}). Choose another with --port "
            "(0 takes any free one); perhaps Trafolab runs there already."
        ) from error
    return listener


def serve(settings: Settings, listener: socket.socket, *, browser: bool) -> int:
    """Serve on a bound socket until a signal comes; the process's exit status."""
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=1 << 30,
        # Everything is on this machine, where deflating costs more than it saves.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(
        config, settings, browser=browser, close_doors=lambda: app.state.laboratory.keeper.close_doors()
    )
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return 0
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """Prints the link once connections are accepted."""

    def __init__(
        self,
        config: uvicorn.Config,
        settings: Settings,
        *,
        browser: bool,
        close_doors: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._settings = settings
        self._browser = browser
        self._close_doors = close_doors

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Trafolab is ready: {self._settings.link}", flush=True)
            if self._browser:
                webbrowser.open(self._settings.link)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # What waits for the notebook server would hold the shutdown up.
        self._close_doors()
        await super().shutdown(sockets)
