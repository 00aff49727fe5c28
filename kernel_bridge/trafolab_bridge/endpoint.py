"""Where a jupyter_server listens, and how it recognises us."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

# Jupyter compares the cookie with the header; both are ours, so any value proves the same origin.
_XSRF = "trafolab"


@dataclass(frozen=True)
class Endpoint:
    """Address and credential of one jupyter_server.

    ``url`` is its base address with a trailing slash, such as ``http://localhost:8123/jupyter/``.
    With ``socket`` the connection goes to that Unix socket, and ``url`` only names the host.
    """

    url: str
    cookie: str
    """``name=value`` of the session cookie."""
    socket: str | None = None

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def headers(self) -> dict[str, str]:
        """What makes a request ours: the session, and proof against forgery."""
        return {
            "Cookie": f"{self.cookie}; _xsrf={_XSRF}",
            "X-XSRFToken": _XSRF,
            "Origin": self.origin,
        }

    def client(self) -> httpx.AsyncClient:
        """A client for this server's REST interface, with our headers on every request."""
        return httpx.AsyncClient(
            transport=self.transport(), base_url=self.url, headers=self.headers, timeout=60.0
        )

    def transport(self) -> httpx.AsyncHTTPTransport:
        return httpx.AsyncHTTPTransport(uds=self.socket)

    def websocket_url(self, path: str) -> str:
        scheme, rest = self.url.split(":", 1)
        return f"{'wss' if scheme == 'https' else 'ws'}:{rest}{path}"


def forgetful_cookies() -> CookieJar:
    """A jar that keeps nothing: one client serves every visitor, and must log none in as another."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
