"""``/jupyter/…`` as the browser sees it: every request and websocket is handed to
jupyter_server as it came, ``Host`` and cookies included, so that its own checks mean something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import httpx
from fastapi import APIRouter, Request, WebSocket, WebSocketDisconnect
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse
from trafolab_bridge import Endpoint, KernelUnavailable
from trafolab_bridge.endpoint import forgetful_cookies
from trafolab_bridge.message import SUBPROTOCOL, is_bridge_traffic
from trafolab_protocol.errors import Problem
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

from .pages import problem_response

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
# They belong to one connection, not to the message.
_HOP_BY_HOP = frozenset(
    [
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    ]
)
# Codes that stand for "no code was sent" and must not be sent themselves.
_UNSENDABLE = frozenset({1005, 1006, 1015})

Headers = list[tuple[bytes, bytes]]


class Proxy:
    """The routes under ``/jupyter/``. ``endpoint`` is awaited for each request: while the
    notebook's session is being opened, requests wait for it instead of failing."""

    def __init__(self, endpoint: Callable[[], Awaitable[Endpoint]]) -> None:
        self._endpoint = endpoint
        self._clients: dict[str, httpx.AsyncClient] = {}

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/jupyter")
        router.add_api_route("/{path:path}", self._http, methods=_METHODS, response_model=None)
        router.add_api_websocket_route("/{path:path}", self._websocket)
        return router

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def _http(self, request: Request) -> Response:
        html = "text/html" in request.headers.get("accept", "")
        try:
            endpoint = await self._endpoint()
        except KernelUnavailable as error:
            return problem_response(503, _unreachable(error), html=html)
        upstream = httpx.Request(
            request.method,
            httpx.URL(scheme="http", host="localhost", raw_path=_raw_path(request.scope)),
            headers=_passing(request.headers.raw),
            content=request.stream() if _has_body(request) else None,
        )
        try:
            answer = await self._client(endpoint).send(upstream, stream=True)
        except httpx.TransportError as error:
            return problem_response(502, _unreachable(error), html=html)
        response = StreamingResponse(
            _body(answer), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = _passing(answer.headers.raw)
        return response

    async def _websocket(self, browser: WebSocket) -> None:
        try:
            upstream = await _connect(await self._endpoint(), browser)
        except (OSError, WebSocketException, KernelUnavailable):
            await browser.close(1011)
            return
        await browser.accept(subprotocol=upstream.subprotocol)
        async with upstream:
            await _until_one_ends(_to_upstream(browser, upstream), _to_browser(upstream, browser))
        # The browser may be the one that has gone.
        with suppress(RuntimeError, WebSocketDisconnect):
            code = upstream.close_code or 1000
            await browser.close(1000 if code in _UNSENDABLE else code, upstream.close_reason or "")

    def _client(self, endpoint: Endpoint) -> httpx.AsyncClient:
        key = endpoint.socket or endpoint.url
        if key not in self._clients:
            self._clients[key] = httpx.AsyncClient(
                transport=endpoint.transport(), cookies=forgetful_cookies(), timeout=None
            )
        return self._clients[key]


async def _connect(endpoint: Endpoint, browser: WebSocket) -> ClientConnection:
    wanted = browser.headers.get("sec-websocket-protocol", "")
    origin = browser.headers.get("origin")
    cookie = browser.headers.get("cookie")
    path = _raw_path(browser.scope).decode("latin-1")
    return await unix_connect(
        endpoint.socket,
        f"ws://{browser.headers['host']}{path}",
        subprotocols=[Subprotocol(p.strip()) for p in wanted.split(",") if p.strip()] or None,
        origin=Origin(origin) if origin else None,
        additional_headers={"Cookie": cookie} if cookie else None,
        user_agent_header=None,
        compression=None,
        max_size=None,
        open_timeout=None,
        close_timeout=1,
        ping_interval=None,
        proxy=None,
    )


async def _to_upstream(browser: WebSocket, upstream: ClientConnection) -> None:
    with suppress(WebSocketDisconnect, ConnectionClosed):
        while True:
            message = await browser.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            await upstream.send(data if data is not None else message["text"])


async def _to_browser(upstream: ClientConnection, browser: WebSocket) -> None:
    from_kernel = upstream.subprotocol == SUBPROTOCOL
    with suppress(WebSocketDisconnect, ConnectionClosed, RuntimeError):
        async for data in upstream:
            if isinstance(data, str):
                await browser.send_text(data)
            elif not (from_kernel and is_bridge_traffic(data)):
                await browser.send_bytes(data)


async def _until_one_ends(*pumps: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(pump) for pump in pumps]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    # As it came, still compressed: the headers that say so are passed on too.
    async for chunk in answer.aiter_raw():
        yield chunk


def _raw_path(scope: object) -> bytes:
    assert isinstance(scope, dict)
    query: bytes = scope["query_string"]
    path: bytes = scope["raw_path"].split(b"?")[0]
    return path + (b"?" + query if query else b"")


def _passing(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]


def _has_body(request: Request) -> bool:
    return "content-length" in request.headers or "transfer-encoding" in request.headers


def _unreachable(error: Exception) -> Problem:
    return Problem(
        code="notebook_server_unreachable",
        what="The notebook server does not answer",
        subject=type(error).__name__,
        advice="It is being restarted; reload in a few seconds.",
    )
