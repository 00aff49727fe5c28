"""Views as a person asks for them from Python."""

from __future__ import annotations

from typing import Any

from ..engine import Engine
from ..refusals import refuse_inside_a_pass
from ..views import VIEWS
from ..views.asking import asked, named
from .follower import Follower
from .live_view import LiveView
from .view_list import ViewList


class ViewMethods:
    """``lab.view`` and ``lab.views``."""

    _engine: Engine
    _follower: Follower

    def view(self, name: str, **params: Any) -> LiveView:
        """A view of this laboratory, as the inspector has it: ``lab.view("attention", head="L1H6")``.

        A cell shows it live: it follows whatever changes, and what is chosen in it is computed here. Where
        nothing runs there is a picture in its place. ``.data`` and ``.tensors`` are its numbers,
        ``.to_dataframe()``, ``.to_csv(path)`` and ``.picture()`` take them away. :meth:`views` lists all
        names. Raises :class:`LabError` for an unknown view, wrong parameters, and what can't be shown.
        """
        refuse_inside_a_pass(self._engine.now.bench.held.executor)
        view = named(VIEWS, name)
        return LiveView(self._engine, self._follower, view, asked(view, params).params)

    def views(self) -> ViewList:
        """All views with a line each; prints as a table."""
        return ViewList(VIEWS)
