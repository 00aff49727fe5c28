"""What one start of the server was asked for, and the secrets made for it."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote


def new_secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Settings:
    """All of it is checked by the command line; nothing here touches the disk."""

    root: Path
    """Absolute; nothing outside it is opened or written."""
    notebook: str = "analysis.ipynb"
    """Relative to ``root``, with forward slashes."""
    model: str = "trafo-2l"
    model_named: bool = False
    """Somebody asked for this very model: it wins over the one in a stored state."""
    device: str | None = None
    kernel: tuple[str, ...] = (sys.executable, "-m", "trafolab.jupyter")
    """The command that starts the kernel; its connection file is appended."""
    host: str = "127.0.0.1"
    port: int = 8123
    token: str = field(default_factory=new_secret, repr=False)
    """What the link carries; exchanged for ``session`` once."""
    session: str = field(default_factory=new_secret, repr=False)
    """The cookie's value, new at every start."""

    @property
    def cookie_name(self) -> str:
        # Browsers share cookies between ports, so two laboratories would log each other out.
        return f"trafolab-{self.port}"

    @property
    def link(self) -> str:
        return f"{self.address}/?token={quote(self.token, safe='')}"

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
