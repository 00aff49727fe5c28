"""What a widget and its view say to each other.

The page opens the view at each place where it is shown, says which answers it has drawn, and asks for other
parameters or for a file. It is sent what is new only as fast as it draws: after a few answers that nobody has
seen nobody is thought to look, until somebody says so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod

import torch
from trafolab_protocol.views import Watch
from trafolab_viz import ViewWidget, is_built

from ..errors import LabError
from ..jupyter.packing import frame
from ..views.asking import asked

if TYPE_CHECKING:
    from .live_view import LiveView

UNSEEN = 3
"""Answers on their way at once."""

Message = Mapping[str, Any]


class Conversation:
    """Of one view with its widget; never raises what a view's computation raises."""

    def __init__(self, view: LiveView) -> None:
        if not is_built():
            raise FileNotFoundError("The widget's script is not built. Run `make build`.")
        self._view = view
        self._talking = threading.Lock()
        self._places: set[str] = set()
        self._asks: dict[str, str] = {}
        """The last choice of each place, by the place."""
        self._unseen = 0
        self._sent: object = None
        self._problem: str | None = None
        self.wake: Callable[[], None] = lambda: None
        """Has :meth:`refresh` called soon, on another thread."""
        self._table: Mapping[str, Callable[[Message], None]] = {
            "open": self._open,
            "seen": self._seen,
            "close": self._close,
            "ask": self._ask,
            "file": self._file,
        }
        self.widget = ViewWidget(view.name, _passing_on(WeakMethod(self.hear)))

    @property
    def over(self) -> bool:
        """Nobody can see the widget any more."""
        return self.widget.closed

    def hear(self, message: Message) -> None:
        """What the page says; what is no message of ours is passed over."""
        act = self._table.get(str(message.get("kind")))
        if act is not None:
            act(message)

    def refresh(self) -> None:
        """Send the answer if it is new and somebody looks."""
        with self._talking, torch.no_grad():
            if not self._places or self._unseen >= UNSEEN:
                return
            try:
                # Before the view's key: an ask that comes in between is answered once more.
                asks = dict(self._asks)
                key = (self._view.key, asks)
                if key == self._sent:
                    return
                self._sent = key
                self._send_answer(asks)
            # A view runs a person's model with a person's hooks: any error is its answer.
            except Exception as error:
                self._fail(str(error) or type(error).__name__)

    def _send_answer(self, asks: Mapping[str, str]) -> None:
        view = self._view
        answered, result = view.answered
        params = answered.params.model_dump(mode="json")
        record, buffers = frame(Watch(key="", view=view.name, params=params), result, 0.0)
        self._problem = None
        about = {"params": params, "asks": asks, "title": view.title, "line": repr(view)}
        self._tell({**record.model_dump(mode="json"), **about}, buffers)

    def _fail(self, error: str) -> None:
        if error == self._problem:
            return
        self._problem = error
        self._tell({"kind": "view_failure", "error": error})

    def _tell(self, message: Message, buffers: Any = ()) -> None:
        self._unseen += 1
        self.widget.tell(message, buffers)

    def _open(self, message: Message) -> None:
        """A place that has just opened has drawn nothing: everything is sent again."""
        with self._talking:
            self._places.add(str(message.get("place")))
            self._unseen, self._sent, self._problem = 0, None, None
        self.wake()

    def _seen(self, message: Message) -> None:
        """It has drawn what came, or is in sight again and has the last answer still."""
        place = str(message.get("place"))
        with self._talking:
            waited = self._unseen >= UNSEEN or place not in self._places
            self._places.add(place)
            self._unseen = 0
        if waited:
            self.wake()

    def _close(self, message: Message) -> None:
        self._places.discard(str(message.get("place")))

    def _ask(self, message: Message) -> None:
        try:
            self._view.ask(asked(self._view.view, message.get("params", {})))
            self._asks[str(message.get("place"))] = str(message.get("id"))
        except LabError as error:
            with self._talking:
                self._fail(str(error))
        self.wake()

    def _file(self, message: Message) -> None:
        """The rows as a file, made when it is asked for."""
        told = {"kind": "file", "id": message.get("id")}
        try:
            with torch.no_grad():
                content = self._view.table.to_file("csv" if message.get("form") == "csv" else "parquet")
        except Exception as error:
            self.widget.tell({**told, "kind": "file_failure", "error": str(error) or type(error).__name__})
            return
        self.widget.tell(told, [content])


def _passing_on(heard: WeakMethod[Callable[[Message], None]]) -> Callable[[Message], None]:
    """ipywidgets keeps every widget for ever: it must not keep the laboratory too."""

    def hear(message: Message) -> None:
        found = heard()
        if found is not None:
            found(message)

    return hear
