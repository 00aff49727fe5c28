"""The gate in front of every HTTP request and websocket."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .gate import Gate, Refusal
from .pages import problem_response

_OPEN = "/api/health"


class Access:
    """ASGI middleware: lets in whoever :class:`Gate` lets in, and trades the link's token for
    the session's cookie."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answer = self._answer(HTTPConnection(scope))
        if answer is None:
            await self._app(scope, receive, send)
        else:
            await _respond(answer, scope, receive, send)

    def _answer(self, request: HTTPConnection) -> Response | None:
        """The response that ends it here; None lets the request through."""
        headers = request.headers
        origin = (_single(headers, "origin") or "") if "origin" in headers else None
        if refusal := self._gate.check_address(_single(headers, "host"), origin):
            return _refuse(refusal, headers)
        path = request.scope["path"]
        if path == _OPEN:
            return None
        if path == "/" and (token := _token(request)) and self._gate.accepts_token(token):
            return RedirectResponse("/", 303, headers={"Set-Cookie": self._gate.set_cookie})
        if refusal := self._gate.check_session(headers.get("cookie")):
            return _refuse(refusal, headers)
        return None


def _single(headers: Headers, name: str) -> str | None:
    """The value of a header that must stand there once: two could be read in two ways."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else None


def _token(request: HTTPConnection) -> str | None:
    values = parse_qs(request.scope["query_string"].decode("latin-1")).get("token")
    return values[0] if values else None


def _refuse(refusal: Refusal, headers: Headers) -> Response:
    return problem_response(refusal.status, refusal.problem, html="text/html" in headers.get("accept", ""))


async def _respond(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    # A response class prefixes the message types itself where the server can answer a
    # websocket's handshake in full; elsewhere closing before accepting makes a plain 403.
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 4401})
    else:
        await answer(scope, receive, send)
