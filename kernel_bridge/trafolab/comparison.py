"""Two states side by side, as they print."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from .feeds.compare import CompareData, ComparedState
    from .views.feed import ViewResult

_HEADS = 6


class Comparison:
    """What differs between two states."""

    def __init__(self, result: ViewResult) -> None:
        self.data = cast("CompareData", result.data)
        self.change = dict(zip(self.data.heads, (float(c) for c in result.tensors["change"]), strict=True))
        """Largest absolute difference of each head's pattern; empty where the prompts differ in length."""

    @property
    def metric(self) -> tuple[float | None, float | None]:
        """The metric of each."""
        return self.data.a.metric, self.data.b.metric

    def __repr__(self) -> str:
        a, b = self.data.a, self.data.b
        rows = [f"{'':24}{a.name:>12}{b.name:>12}"]
        rows.append(f"{_label(a, b):24}{_number(a.metric):>12}{_number(b.metric):>12}")
        rows += [f"{row.token!r:24}{row.prob_a:>12.2%}{row.prob_b:>12.2%}" for row in self.data.rows]
        largest = sorted(self.change.items(), key=lambda pair: -pair[1])[:_HEADS]
        heads = ", ".join(f"{head} {change:.2f}" for head, change in largest if change > 0)
        patterns = self.data.reason or (f"patterns differ most in {heads}" if heads else "patterns are equal")
        return "\n".join([*rows, patterns])


def _label(a: ComparedState, b: ComparedState) -> str:
    labels = [a.metric_label.strip(), b.metric_label.strip()]
    return labels[0] if labels[0] == labels[1] else " | ".join(labels)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:+.3f}"
