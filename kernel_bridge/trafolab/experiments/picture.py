"""A sweep as a heat map of plain HTML, for any notebook."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..visible import visible

if TYPE_CHECKING:
    from torch import Tensor
    from trafolab_protocol.experiments import ExperimentInfo

    from .result import Sweep

Show = Literal["effects", "values", "normalised"]

_WORDS: dict[Show, str] = {
    "effects": "change of",
    "values": "value of",
    "normalised": "share of the change of",
}
_MORE, _LESS = (59, 91, 219), (201, 74, 43)
"""Colours of effects above and below zero."""
_NUMBERED = 24
"""Columns up to which the numbers stand in the cells; beyond, only under the pointer."""
_MOST_CELLS = 6000
"""A notebook keeps what a cell printed."""
_STRONGEST = 0.85
"""Opacity of the largest effect; the numbers in it have the notebook's own colour."""
_LEAST = 0.01
"""Of the way between both runs."""
_CELL = "text-align:center;padding:2px 5px;min-width:1em"
_RIGHT = "<th style='text-align:right;padding:2px 5px'>"


class Picture:
    """A sweep's heat map, as a cell shows it: one row for each layer or head, zero without colour."""

    def __init__(self, sweep: Sweep, show: Show) -> None:
        self._sweep = sweep
        self._show: Show = show

    def _repr_html_(self) -> str:
        return html(self._sweep, self._show)

    def save(self, path: str | Path) -> None:
        """Write it as a page of its own."""
        title = escape(self._sweep.info.sentence)
        page = f"<!doctype html><meta charset='utf-8'><title>{title}</title>{self._repr_html_()}"
        Path(path).write_text(page, encoding="utf-8")


def html(sweep: Sweep, show: Show = "effects") -> str:
    """The effects, the metric itself, or the effects in relation to the other run's."""
    info = sweep.info
    other = "" if info.other is None else f", {info.donor} {info.other:+.3f}"
    words = f"{info.sentence}: {_WORDS[show]} {info.metric} (baseline {info.baseline:+.3f}{other})"
    numbers = _numbers(sweep, show)
    largest = max((abs(each) for each in numbers.flatten().tolist() if not math.isnan(each)), default=0.0)
    darkest = max(largest, _least(sweep.info, show))
    words += "; all effects below 1 % of the way" if 0 < largest < darkest else ""
    words += f"; darkest: ±{darkest:.3g}" if darkest else ""
    table = _table(sweep, numbers, darkest, show)
    return f"<figure style='margin:0'>{table}<figcaption>{escape(words)}</figcaption></figure>"


def _numbers(sweep: Sweep, show: Show) -> Tensor:
    shown = {"effects": lambda: sweep.effects, "values": lambda: sweep.values}
    return shown.get(show, lambda: sweep.normalised)()


def _least(info: ExperimentInfo, show: Show) -> float:
    """What the colours reach to at least, so that rounding noise is not painted in full."""
    if info.other is None or show == "values":
        return 0.0
    return _LEAST if show == "normalised" else _LEAST * abs(info.other - info.baseline)


def _table(sweep: Sweep, effects: Tensor, darkest: float, show: Show) -> str:
    *stacked, across = sweep.axes
    if effects.numel() > _MOST_CELLS:
        return f"<p>{effects.numel()} cells are too many for a table: see .values and .largest().</p>"
    rows = effects.reshape(-1, effects.shape[-1]).tolist()
    labels = _labels([sweep.axes[axis] for axis in stacked])
    head = "".join(_column(label) for label in sweep.axes[across])
    filled = [
        (label, "".join(_cells(row, label, sweep, darkest, show)))
        for label, row in zip(labels, rows, strict=True)
    ]
    lines = "".join(f"<tr>{_RIGHT}{escape(label)}</th>{cells}</tr>" for label, cells in filled)
    corner = escape(f"{'.'.join(stacked)} \\ {across}")
    return (
        "<div style='overflow:auto;max-height:32em'><table style='border-collapse:collapse'>"
        f"<tr>{_RIGHT}{corner}</th>{head}</tr>{lines}</table></div>"
    )


def _labels(axes: Sequence[Sequence[str]]) -> list[str]:
    """``3`` for a layer, ``3.7`` for one of its heads."""
    labels = [""]
    for axis in axes:
        labels = [f"{before}.{label}" if before else label for before in labels for label in axis]
    return labels


def _column(label: str) -> str:
    """A head's number, or a position with its token, whose spaces are seen."""
    index, _, token = label.partition(" ")
    shown = f"<small style='opacity:.6'>{index}</small> {escape(visible(token))}" if token else index
    return f"<th style='{_CELL};white-space:pre;font-weight:normal'>{shown}</th>"


def _to(effect: float, sweep: Sweep, show: Show) -> str:
    return f" to {sweep.info.baseline + effect:+.4f}" if show == "effects" else ""


def _cells(row: Sequence[float], label: str, sweep: Sweep, darkest: float, show: Show) -> Iterator[str]:
    numbered = len(row) <= _NUMBERED
    across = list(sweep.axes.values())[-1]
    for effect, column in zip(row, across, strict=True):
        if math.isnan(effect):
            yield "<td></td>"
            continue
        red, green, blue = _MORE if effect > 0 else _LESS
        share = abs(effect) / darkest if darkest else 0.0
        text = _signed(effect) if numbered else ""
        title = escape(f"{label}, {column}: {effect:+.4f}{_to(effect, sweep, show)}")
        look = f"background:rgba({red},{green},{blue},{_STRONGEST * share:.3f});{_CELL}"
        yield f"<td title='{title}' style='{look}'>{text}</td>"


def _signed(effect: float) -> str:
    """Two decimals; nothing where there is nothing to be seen."""
    return "" if abs(effect) < 0.005 else f"{effect:+.2f}".replace("-", "−")
