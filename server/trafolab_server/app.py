"""Puts the application together."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, WebSocket
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from trafolab_protocol.browser import Welcome
from trafolab_protocol.version import PROTOCOL_VERSION

from .access import Access
from .circuitsvis_files import circuitsvis_directory
from .content_policy import ContentPolicy
from .gate import Gate
from .laboratory import Laboratory
from .pages import missing_front_end
from .proxy import Proxy
from .settings import Settings
from .tab_socket import TabSocket

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings, *, static: Path = STATIC) -> FastAPI:
    """The whole server for one laboratory; its kernel runs while the application's lifespan
    lasts. ``static`` is the built front end."""
    proxy = Proxy(lambda: app.state.laboratory.keeper.endpoint())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.laboratory = laboratory = Laboratory(settings)
        async with laboratory.opened():
            yield
        await proxy.aclose()

    app = FastAPI(title="Trafolab", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app, settings, static)
    app.include_router(proxy.router())
    app.mount("/", StaticFiles(directory=static, check_dir=False))
    gate = Gate(
        host=settings.host,
        cookie_name=settings.cookie_name,
        token=settings.token,
        session=settings.session,
    )
    # The one added last is the outermost: refusals carry the headers too.
    app.add_middleware(Access, gate=gate)
    app.add_middleware(ContentPolicy)
    return app


def _add_routes(app: FastAPI, settings: Settings, static: Path) -> None:
    circuitsvis = circuitsvis_directory()
    welcome = Welcome(
        protocol=PROTOCOL_VERSION,
        version=version("trafolab"),
        notebook=settings.notebook,
        notebook_url=f"/jupyter/notebooks/{quote(settings.notebook)}",
        circuitsvis_url="/circuitsvis/iife.js" if circuitsvis else "",
        layout=None,
    )

    @app.get("/api/health")
    async def health() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"status": "ok", "version": welcome.version}

    @app.get("/", response_model=None)
    async def page() -> Response:  # pyright: ignore[reportUnusedFunction]
        index = static / "index.html"
        return (
            FileResponse(index, headers={"Cache-Control": "no-cache"})
            if index.is_file()
            else missing_front_end()
        )

    @app.websocket("/ws")
    async def tab(socket: WebSocket) -> None:  # pyright: ignore[reportUnusedFunction]
        laboratory: Laboratory = app.state.laboratory
        hello = welcome.model_copy(update={"layout": laboratory.workspace.layout})
        await TabSocket(socket, laboratory).serve(hello)

    if circuitsvis is not None:
        app.mount("/circuitsvis", StaticFiles(directory=circuitsvis))
