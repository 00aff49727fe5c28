"""What a view is: a feed that a person looks at by itself, on the page, in a cell and in the gallery.

Beside what every feed has, it can leave as a table, and it has an example: what it is asked with to be
recorded on the embedded model, for its picture in the gallery and its component's test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trafolab_protocol.record import Record

from .caption import caption
from .feed import Array, Feed
from .table import Table

if TYPE_CHECKING:
    from ..look import Look


ToTable = Callable[[Any, Mapping[str, Array]], Table]


@dataclass(frozen=True, kw_only=True)
class View(Feed):
    """One line of the registry."""

    table: ToTable
    """Takes an instance of ``data`` and the tensors beside it."""
    faces: Mapping[str, ToTable] = field(default_factory=dict[str, ToTable])
    """The same for each ``face`` of ``params`` that draws other numbers than ``table`` has."""
    arranged: Callable[[Table, Any], Table] = lambda table, params: table
    """Of its rows those that are seen, in the order that the instance of ``params`` has them in."""
    example: Record
    """An instance of ``params``."""

    def caption(self, look: Look, data: Record) -> str:
        return caption(look, data)

    def rows(self, data: Record, tensors: Mapping[str, Array], params: Record) -> Table:
        """What leaves: an answer's numbers as they are seen."""
        table = self.faces.get(getattr(params, "face", ""), self.table)
        return self.arranged(table(data, tensors), params)
