"""Refuses to build a wheel without the page in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndInside(BuildHookInterface[Any]):
    """Checks for the built front end before any wheel but an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        page = Path(self.root, "server", "trafolab_server", "static", "index.html")
        if version != "editable" and not page.exists():
            raise RuntimeError(f"The front end is not built: {page} is missing. Run `make build`.")
