"""The list of interventions as it prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import overload

from trafolab_protocol.interventions import Intervention

from .interventions.words import source_in_words
from .operations import row_of


class InterventionList(Sequence[Intervention]):
    """Interventions in their order; printing it shows what each does and whether it acts."""

    def __init__(self, items: Sequence[Intervention]) -> None:
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> Intervention: ...
    @overload
    def __getitem__(self, index: slice) -> InterventionList: ...
    def __getitem__(self, index: int | slice) -> Intervention | InterventionList:
        return InterventionList(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Intervention]:
        return iter(self._items)

    def _repr_html_(self) -> str:
        """A table, for a notebook: it wraps between words, however narrow."""
        if not self._items:
            return "<p>No interventions.</p>"
        head, *rows = [_HEAD, *map(_cells, self._items)]
        lines = [_row("th", head), *(_row("td", row) for row in rows)]
        return f"<table style='text-align: left'>{''.join(lines)}</table>"

    def __repr__(self) -> str:
        if not self._items:
            return "No interventions."
        rows = [_HEAD, *map(_cells, self._items)]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        lines = [
            "  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[4]]) for row in rows
        ]
        return "\n".join(line.rstrip() for line in lines)


_HEAD = ("", "operation", "targets", "positions", "status")


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _cells(each: Intervention) -> tuple[str, str, str, str, str]:
    row = row_of(each.operation)
    where = each.positions
    positions = "all" if where == "all" else ", ".join(f"{p.index} {p.token!r}" for p in where)
    name = f"{each.operation.op}{row.arguments(each.operation)}{source_in_words(each)}"
    return row.info.glyph, name, ", ".join(each.targets), positions, _status(each)


def _status(each: Intervention) -> str:
    status = each.status
    text: str = status.state
    if status.state == "active":
        text += f", fired {status.fired.page}×"
        text += "" if status.delta_norm is None else f", |Δ| {status.delta_norm:.3g}"
    if status.fired.cell is not None:
        text += f", in a cell {_of_cell(each)}"
    if status.reason is not None:
        text += f": {status.reason}"
    return text if status.note is None else f"{text} ({status.note})"


def _of_cell(each: Intervention) -> str:
    fired = each.status.fired
    return f"{fired.cell}×" + (f" and {fired.steps}× while generating" if fired.steps else "")
