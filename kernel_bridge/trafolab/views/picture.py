"""A view's rows as a still picture, for places that run no code: GitHub, nbviewer, an exported page.

It is drawn from the rows alone: two columns that say where make a heat map, one makes bars.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings

import numpy as np

from ..visible import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .feed import Array
    from .table import Table

INK, DIM, ACCENT, AGAINST = "#1b1f27", "#505b6c", "#4b4ded", "#b4431e"
_MOST_BARS, _MOST_LABELS, _LONGEST = 24, 48, 16
_LINE = 84
"""Letters that fit beside each other."""
_NOTE = 118
"""Letters of the note in a line."""
_DPI = 180
_FINE = 2
"""Pixels of the file for one on the screen."""


@dataclass(frozen=True)
class Picture:
    """A still picture; a cell shows it."""

    png: bytes
    width: int
    """On the screen, in pixels."""

    @property
    def url(self) -> str:
        """The picture itself as a URL."""
        return f"data:image/png;base64,{b64encode(self.png).decode()}"

    def _repr_png_(self) -> bytes:
        return self.png

    def save(self, path: str | Path) -> None:
        """Write it as a PNG file."""
        Path(path).write_bytes(self.png)

    def __repr__(self) -> str:
        return f"<Picture, {len(self.png)} bytes: .save(path)>"


def picture(table: Table, title: str, note: str = "") -> Picture:
    """The rows drawn on white, with a title above and the conditions of the numbers below."""
    # Not pyplot, which keeps figures of its own and shows them after the cell.
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"text.color": INK, "text.parse_math": False}), catch_warnings():
        # Tokens hold whatever people write; what the font lacks is drawn as a box.
        filterwarnings("ignore", message="Glyph", category=UserWarning)
        figure = Figure(figsize=(5.6, 4.2), dpi=_DPI, layout="constrained", facecolor="white")
        axes = figure.add_subplot()
        _drawing(table)(figure, axes, table)
        axes.set_title(title, fontsize=10, loc="left", color=INK)
        figure.supxlabel(fill(note, _NOTE), fontsize=6.5, color=DIM, x=0.01, ha="left")
        content = BytesIO()
        FigureCanvasAgg(figure).print_png(content)
    return Picture(content.getvalue(), round(figure.get_figwidth() * _DPI / _FINE))


def _drawing(table: Table) -> Callable[[Figure, Axes, Table], None]:
    if not any(np.isfinite(_numbers(table.columns[table.value]))):
        return _nothing
    return _heat_map if len(table.where) > 1 else _bars


def _nothing(figure: Figure, axes: Axes, table: Table) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, "no numbers", ha="center", va="center", color=DIM)


def _bars(figure: Figure, axes: Axes, table: Table) -> None:
    labels = [visible(str(label), _LONGEST) for label in table.columns[table.where[0]]]
    values = _numbers(table.columns[table.value])
    shown = sorted(np.argsort(-np.nan_to_num(np.abs(values)), kind="stable")[:_MOST_BARS].tolist())
    places = range(len(shown))
    colours = [AGAINST if value < 0 else ACCENT for value in values[shown]]
    axes.barh(places, values[shown], color=colours, height=0.7)
    axes.set_yticks(places, [labels[i] for i in shown], fontsize=7, family="monospace")
    beside = _beside(axes, table, shown)
    axes.invert_yaxis()
    axes.set_xlabel(_named(table.value) + beside, fontsize=8)
    axes.set_ylabel(_named(table.where[0]), fontsize=8)
    axes.tick_params(labelsize=7, colors=DIM)
    axes.spines[["top", "right"]].set_visible(False)
    if len(shown) < len(labels):
        axes.annotate(
            f"the {len(shown)} largest of {len(labels)}",
            (1, 1.01),
            None,
            "axes fraction",
            fontsize=7,
            ha="right",
        )


def _beside(axes: Axes, table: Table, shown: list[int]) -> str:
    """A line where the plain run's number is; what is to be said of it."""
    if table.beside is None:
        return ""
    live, plain = (_numbers(table.columns[name]) for name in (table.value, table.beside))
    if np.array_equal(live, plain, equal_nan=True):
        return ""
    axes.plot(plain[shown], range(len(shown)), linestyle="", marker="|", markersize=9, color=INK)
    return f"   (lines: {_named(table.beside)})"


def _heat_map(figure: Figure, axes: Axes, table: Table) -> None:
    (rows, row_labels), (cols, col_labels) = (_places(table, name) for name in table.where[:2])
    matrix = np.full((len(row_labels), len(col_labels)), np.nan)
    matrix[rows, cols] = _numbers(table.columns[table.value])
    drawn = axes.imshow(matrix, aspect="auto", interpolation="nearest", **_colours(matrix))
    bar = figure.colorbar(drawn, ax=axes, shrink=0.7, pad=0.02)
    bar.set_label(_named(table.value), fontsize=8)
    bar.ax.tick_params(labelsize=7, colors=DIM)
    bar.outline.set_visible(False)
    axes.spines[:].set(color=DIM, linewidth=0.4)
    axes.set_ylabel(_named(table.where[0]), fontsize=8)
    axes.set_xlabel(_named(table.where[1]), fontsize=8)
    _label(axes.set_yticks, row_labels, rotation=0)
    _label(axes.set_xticks, col_labels, rotation=90)
    axes.tick_params(colors=DIM, length=0)
    if table.says is not None and len(col_labels) <= _MOST_BARS:
        _write(axes, matrix, zip(rows, cols, table.columns[table.says], strict=True))


def _write(axes: Axes, matrix: Array, cells: Iterable[tuple[int, int, Any]]) -> None:
    """A text on each cell, as long as there is room for it."""
    dark = 0.6 * np.nanmax(np.abs(matrix))
    room = max(3, _LINE // matrix.shape[1])
    for row, col, text in cells:
        colour = "white" if abs(matrix[row, col]) > dark else INK
        axes.text(
            col,
            row,
            visible(text, room),
            ha="center",
            va="center",
            fontsize=6,
            family="monospace",
            color=colour,
        )


def _colours(matrix: Array) -> dict[str, Any]:
    """Shades of one colour above zero, of two about it."""
    there = matrix[np.isfinite(matrix)]
    largest = float(np.abs(there).max(initial=0.0)) or 1.0
    if (there < 0).any():
        return {"cmap": "RdBu", "vmin": -largest, "vmax": largest}
    return {"cmap": "Blues", "vmin": 0.0, "vmax": largest}


def _places(table: Table, name: str) -> tuple[Array, list[str]]:
    """Where along an axis each row stands, and what is written there. Labels need not differ where the
    table says their places."""
    labels = [visible(str(label), _LONGEST) for label in table.columns[name]]
    keys: Sequence[Any] = list(table.columns.get(f"{name}_index", labels))
    known: dict[Any, str] = dict(zip(keys, labels, strict=True))
    order = sorted(known) if f"{name}_index" in table.columns else list(known)
    place = {key: i for i, key in enumerate(order)}
    return np.array([place[key] for key in keys], dtype=int), [known[key] for key in order]


def _label(ticks: Any, labels: list[str], rotation: int) -> None:
    step = -(-len(labels) // _MOST_LABELS)
    places = range(0, len(labels), step)
    ticks(places, labels[::step], fontsize=6.5, family="monospace", rotation=rotation)


def _numbers(column: Any) -> Array:
    return np.asarray(column, dtype=np.float64)


def _named(column: str) -> str:
    return column.replace("_", " ")
