"""What the pages that we serve may load and do.

Our own page needs nothing but itself. The notebook is a place where people run code, and its
libraries compile schemas and templates at run time, so scripts of its own making are allowed
there; neither may reach another host, except that a notebook shows images from the web."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMMON = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_NOTEBOOK = {
    **_COMMON,
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
    "img-src": "'self' data: blob: https:",
    "media-src": "'self' data: blob: https:",
    "connect-src": "'self' data: blob:",
    "frame-src": "'self' data: blob:",
}


class ContentPolicy:
    """ASGI middleware that adds the security headers to every response. A policy that Jupyter
    set itself stays: browsers obey both."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = _NOTEBOOK if scope["path"].startswith("/jupyter/") else _COMMON

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("Content-Security-Policy", _render(policy))
                headers.setdefault("X-Content-Type-Options", "nosniff")
                # The link carries the token, and no other site may see it.
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _render(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
