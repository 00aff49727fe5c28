"""Loaded by jupyter_server: it knows a visitor by the laboratory's own session cookie.

A token that the proxy adds would count as "token authenticated", for which Jupyter switches its
XSRF and Origin checks off. A cookie leaves them on."""

from __future__ import annotations

import hmac

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler
from traitlets import Unicode


class SessionIdentity(IdentityProvider):
    """Everybody with the session's cookie is the one person of this laboratory."""

    session_cookie = Unicode(config=True, help="Name of the cookie.")
    session_secret = Unicode(config=True, help="Value that the cookie must have.")

    @property
    def login_available(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """There is nothing to log in with here: the laboratory's link is the only door."""
        return False

    async def get_user(self, handler: RequestHandler) -> User | None:
        given = handler.get_cookie(self.session_cookie) or ""
        if not self.session_secret or not hmac.compare_digest(given.encode(), self.session_secret.encode()):
            return None
        return User(username="trafolab", display_name="Trafolab")
