"""One measured bar as one line of JSON."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """A figure, the bar that it must keep, and what it was measured beside."""

    name: str
    value: float
    bar: float
    unit: str
    at_least: bool = False
    detail: dict[str, Any] | None = None

    @property
    def kept(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def line(self) -> str:
        """The bar as JSON."""
        figures = {"value": round(self.value, 3), "bar": round(self.bar, 3), "unit": self.unit}
        sense = {"bar_is": "least" if self.at_least else "most", "kept": self.kept}
        return json.dumps({"name": self.name} | figures | sense | (self.detail or {}))


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def interval(samples: Sequence[float], draws: int = 2000) -> list[float]:
    """A 95 % bootstrap interval of the median."""
    rng = random.Random(0)
    medians = sorted(statistics.median(rng.choices(samples, k=len(samples))) for _ in range(draws))
    return [round(medians[int(draws * q)], 2) for q in (0.025, 0.975)]
