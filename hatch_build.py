"""Refuses to build a wheel without the page and the widget in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = ("server/trafolab_server/static/index.html", "viz_components/trafolab_viz/static/widget.js")


class FrontEndInside(BuildHookInterface[Any]):
    """Checks for the built front end before any wheel but an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for built in BUILT:
            if version != "editable" and not Path(self.root, built).exists():
                raise RuntimeError(f"The front end is not built: {built} is missing. Run `make build`.")
