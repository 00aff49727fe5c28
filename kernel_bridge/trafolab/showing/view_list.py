"""The list of views as it prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape

from ..views.view import View


class ViewList(tuple[str, ...]):
    """Names of views; printing it says what each shows and takes."""

    _views: tuple[View, ...]

    def __new__(cls, views: Sequence[View]) -> ViewList:
        made = super().__new__(cls, (view.name for view in views))
        made._views = tuple(views)
        return made

    def __repr__(self) -> str:
        width = max(map(len, self))
        return "\n".join(f"{name.ljust(width)}  {line}" for name, line, _ in map(_told, self._views))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(name)}</code></td><td>{escape(line)}</td><td>{escape(takes)}</td></tr>"
            for name, line, takes in map(_told, self._views)
        )
        return f"<table style='text-align: left'>{rows}</table>"


def _told(view: View) -> tuple[str, str, str]:
    """Its name, the first line of what its module says, and its parameters."""
    said = sys.modules[view.compute.__module__].__doc__ or ""
    return view.name, said.strip().split("\n")[0], ", ".join(view.params.model_fields)
