"""Who may come in. Running arbitrary code is the purpose, so this is everything.

Three questions, in this order: is the request for us (``Host``; a foreign name pointing here is
DNS rebinding), does it come from our own page (``Origin``), does it carry the session's cookie."""

from __future__ import annotations

import hmac
import ipaddress
import re
import socket
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from trafolab_protocol.errors import Problem

# Any port: a tunnel ends at another than ours.
_HOST = re.compile(r"(?:\[(?P<bracketed>[0-9a-fA-F:.]+)\]|(?P<bare>[\w.-]+))(?::\d{1,5})?")


@dataclass(frozen=True)
class Refusal:
    """An answer other than "come in"."""

    status: int
    problem: Problem


class Gate:
    """The rules of one server."""

    def __init__(self, *, host: str, cookie_name: str, token: str, session: str) -> None:
        self._local = is_loopback(host)
        self._names = {"localhost"} if self._local else _names_of_this_machine() | {host.lower()}
        self._cookie_name = cookie_name
        self._token = token
        self._session = session

    def check_address(self, host: str | None, origin: str | None) -> Refusal | None:
        """Refuse a request that is for somebody else, or from somebody else's page."""
        name = _host_name(host or "")
        if name is None or not self._is_ours(name):
            return Refusal(
                403,
                Problem(
                    code="foreign_host",
                    what="This address does not belong to Trafolab",
                    subject=host,
                    advice="Open the link that Trafolab printed when it started.",
                ),
            )
        if origin is not None and origin.lower() not in {f"http://{host}".lower(), f"https://{host}".lower()}:
            return Refusal(
                403,
                Problem(
                    code="foreign_origin",
                    what="A page of another origin may not use this laboratory",
                    subject=origin,
                    advice="Use Trafolab's own page.",
                ),
            )
        return None

    def check_session(self, cookie_header: str | None) -> Refusal | None:
        """Refuse whoever has not come through the link."""
        if _same(self._cookie_in(cookie_header), self._session):
            return None
        return Refusal(
            401,
            Problem(
                code="no_session",
                what="This laboratory opens with its link only",
                advice="Find the line “Trafolab is ready: http://…/?token=…” where the server was started, "
                "and open that link. Each start prints a new one.",
            ),
        )

    def accepts_token(self, token: str) -> bool:
        return _same(token, self._token)

    @property
    def set_cookie(self) -> str:
        """The ``Set-Cookie`` that a right token is exchanged for."""
        return f"{self._cookie_name}={self._session}; HttpOnly; SameSite=Strict; Path=/"

    def _is_ours(self, name: str) -> bool:
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        # A literal address cannot be rebound; on a loopback server only loopback reaches us.
        return address.is_loopback or not self._local

    def _cookie_in(self, header: str | None) -> str:
        try:
            morsel = SimpleCookie(header or "").get(self._cookie_name)
        except CookieError:
            return ""
        return morsel.value if morsel else ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to ``host``."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str | None:
    """The name in a ``Host`` header, any port with it; None where the header is anything else."""
    found = _HOST.fullmatch(host)
    return found and (found["bare"] or found["bracketed"]).lower()


def _names_of_this_machine() -> set[str]:
    return {"localhost", socket.gethostname().lower(), socket.getfqdn().lower()}


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
