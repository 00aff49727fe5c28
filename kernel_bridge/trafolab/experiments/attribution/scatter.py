"""Estimate against truth, as a small drawing for any notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_SIZE, _MARGIN = 260, 34
_RANDOM, _LARGEST = "rgb(201,74,43)", "rgb(59,91,219)"


@dataclass(frozen=True)
class Dot:
    """One cell that was both estimated and patched."""

    name: str
    true: float
    estimated: float
    random: bool
    """Whether it is of the random sample: those are filled, the others are rings."""


@dataclass(frozen=True)
class Scatter:
    """True effects to the right, estimated ones upwards; on the line both are equal."""

    dots: Sequence[Dot]
    words: str

    def _repr_html_(self) -> str:
        return self.html()

    def html(self) -> str:
        """The drawing with its words."""
        return f"<figure style='margin:0'>{self.svg()}<figcaption>{escape(self.words)}</figcaption></figure>"

    def svg(self) -> str:
        """The drawing alone."""
        reach = max((max(abs(dot.true), abs(dot.estimated)) for dot in self.dots), default=0.0) or 1.0
        low, high = _MARGIN, _SIZE - _MARGIN
        middle = _SIZE / 2
        lines = [
            (low, high, high, low, "4 3"),
            (low, middle, high, middle, ""),
            (middle, low, middle, high, ""),
        ]
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{_SIZE}' height='{_SIZE}' role='img' "
            f"aria-label='estimated against true effects' fill='currentColor' font-size='10'>"
            f"{''.join(_line(*line) for line in lines)}"
            f"{''.join(_circle(dot, reach) for dot in self.dots)}"
            f"<text x='{high}' y='{_SIZE - 8}' text-anchor='end'>true effect, to ±{reach:.3g}</text>"
            f"<text x='4' y='14'>estimate</text>"
            f"<text x='{_SIZE - 4}' y='14' text-anchor='end'>● random  ○ largest</text></svg>"
        )


def _line(x1: float, y1: float, x2: float, y2: float, dashes: str) -> str:
    return (
        f"<line x1='{x1}' y1='{y1}' x2='{x2}' y2='{y2}' stroke='currentColor' "
        f"stroke-opacity='.35' stroke-dasharray='{dashes}'/>"
    )


def _circle(dot: Dot, reach: float) -> str:
    half = _SIZE / 2 - _MARGIN
    x, y = (_SIZE / 2 + half * dot.true / reach, _SIZE / 2 - half * dot.estimated / reach)
    colour = _RANDOM if dot.random else _LARGEST
    fill = colour if dot.random else "none"
    title = escape(f"{dot.name}: true {dot.true:+.4f}, estimated {dot.estimated:+.4f}")
    return (
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' stroke='{colour}' fill='{fill}' fill-opacity='.7'>"
        f"<title>{title}</title></circle>"
    )
