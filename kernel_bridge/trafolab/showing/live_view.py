"""One view of a laboratory, as ``lab.view`` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trafolab_protocol.record import Record

from ..engine import Engine
from ..literals import literal
from ..views.feed import Array, Asked, ViewResult
from ..views.picture import Picture, picture
from ..views.table import Table
from ..views.view import View

if TYPE_CHECKING:
    from pandas import DataFrame
    from trafolab_viz import ViewWidget

    from .conversation import Conversation
    from .follower import Follower

Bundle = dict[str, Any]


class LiveView:
    """A view with its parameters. A cell shows it as a widget, which follows the laboratory.

    Its numbers are those of the newest revision. Weights that a cell changes by hand count when that cell is
    over, or when ``lab.view`` is called again.
    """

    def __init__(self, engine: Engine, follower: Follower, view: View, params: Record) -> None:
        """Computes it once. Raises :class:`LabError` where it can't be shown."""
        self._engine = engine
        self._follower = follower
        self._view = view
        self._asked = Asked(view, params)
        self._conversation: Conversation | None = None
        revision, look = engine.look(fresh=True)
        key = (revision, self._asked.version(look))
        self._known = self._asked, key, self._asked.compute(look, revision)

    @property
    def name(self) -> str:
        """Of the view."""
        return self._view.name

    @property
    def view(self) -> View:
        """Its line in the registry."""
        return self._view

    @property
    def params(self) -> Record:
        """What it is asked with; what was chosen in the widget included."""
        return self._asked.params

    def ask(self, asked: Asked) -> None:
        """Be asked with other parameters from now on."""
        self._asked = asked

    @property
    def key(self) -> tuple[object, ...]:
        """Differs when the answer may differ. Raises :class:`LabError`."""
        asked = self._asked
        revision, look = self._engine.look()
        return revision, asked.version(look), asked.params

    @property
    def answered(self) -> tuple[Asked, ViewResult]:
        """The answer at the newest revision, computed if need be, and what it is the answer to, which another
        thread may change meanwhile. Raises :class:`LabError`."""
        asked = self._asked
        revision, look = self._engine.look()
        key = (revision, asked.version(look))
        known_asked, known_key, known = self._known
        if known_asked is not asked or known_key != key:
            known = asked.compute(look, revision)
            self._known = asked, key, known
        return asked, known

    @property
    def result(self) -> ViewResult:
        """The answer at the newest revision. Raises :class:`LabError`."""
        return self.answered[1]

    @property
    def data(self) -> Any:
        """The view's record: names, tokens, what its tensors stand for, and the stamp."""
        return self.result.data

    @property
    def tensors(self) -> Mapping[str, Array]:
        """Its numbers as arrays."""
        return self.result.tensors

    @property
    def table(self) -> Table:
        """Its numbers as columns, in the order in which they are seen."""
        asked, result = self.answered
        return self._view.rows(result.data, result.tensors, asked.params)

    def to_dataframe(self) -> DataFrame:
        """A row for each number, with what it is about."""
        return self.table.to_dataframe()

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """The rows as CSV: written to ``path``, or given back where there is none."""
        text = self.table.to_csv()
        if path is None:
            return text
        Path(path).write_text(text, encoding="utf-8")
        return None

    def picture(self) -> Picture:
        """The rows as a still picture: ``.save("attention.png")``."""
        return picture(self.table, self.title, self.caption)

    @property
    def caption(self) -> str:
        """What its numbers are of and were computed under, in a line."""
        return self.result.caption

    @property
    def title(self) -> str:
        """The view and what it is of, as in ``attention · L1H6``."""
        about = [getattr(self.params, field, None) for field in _ABOUT]
        said = [str(value) for value in about if value is not None and value != ""]
        return " · ".join([self.name.replace("_", " "), *said])

    @property
    def widget(self) -> ViewWidget:
        """What shows it in a notebook. Raises :class:`FileNotFoundError` in a checkout that is not built."""
        # marimo closes what a cell has shown when the cell runs again.
        if self._conversation is None or self._conversation.over:
            from .conversation import Conversation

            self._conversation = Conversation(self)
            self._follower.follow(self._conversation)
        return self._conversation.widget

    def _widget_with(self, still: Picture) -> ViewWidget | None:
        """The widget, with the picture for pages without a kernel; None in a checkout that is not built."""
        try:
            widget = self.widget
        except FileNotFoundError:
            return None
        widget.still = still.url
        return widget

    def _display_(self) -> ViewWidget | Picture:
        """What marimo shows."""
        still = self.picture()
        return self._widget_with(still) or still

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[Bundle, Bundle]:
        """The widget, and the picture for those who have no use for one."""
        still = self.picture()
        data: Bundle = {"text/plain": repr(self), "image/png": still.png}
        about: Bundle = {"image/png": {"width": still.width}}
        widget = self._widget_with(still)
        shown, how = widget.bundle() if widget else ({}, {})
        return {**shown, **data}, {**how, **about}

    def __repr__(self) -> str:
        said = {
            name: value
            for name, field in type(self.params).model_fields.items()
            if (value := getattr(self.params, name)) != field.default
        }
        given = "".join(f", {name}={literal(value)}" for name, value in said.items())
        return f'lab.view("{self.name}"{given})'


_ABOUT = ("head", "mlp", "component", "neuron")
"""Parameters that say what a view is of."""
