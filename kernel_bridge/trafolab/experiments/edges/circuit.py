"""A circuit: some of a model's edges, and how much of the metric they carry alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from torch import Tensor
from trafolab_protocol.experiments import Edge, EdgesSpec, ExperimentSpec, FaithfulnessSpec

from ...errors import OperationError
from ..attribution.attributed import Attribution
from ..result import Sweep

if TYPE_CHECKING:
    from typing import Literal

Begin = Callable[[ExperimentSpec], Sweep]
"""Carries out another experiment in the same laboratory."""
_LEAST_SPAN = 1e-3


class Faithfulness(Sweep):
    """The metric with all edges outside a circuit replaced: 1 is that of the run as it is, 0 that of the
    counterfactual. ``values`` are the metric itself: of the circuit, without any edge, and of random circuits
    that have as many edges and grow from the logits too."""

    @property
    def scores(self) -> Tensor:
        """All of them, in the order of ``axes``. Raises :class:`OperationError` where both runs hardly
        differ."""
        other = self.info.other
        if other is None or abs(self.info.baseline - other) < _LEAST_SPAN:
            what = "Both runs hardly differ in the metric, so nothing can be lost."
            raise OperationError("no_span", what, None, "See .values, or take another metric.")
        return (self.values - other) / (self.info.baseline - other)

    @property
    def score(self) -> float:
        """The circuit's."""
        return float(self.scores[0])

    @property
    def nothing(self) -> float:
        """What is left without any edge: 0 where the others carry the counterfactual's values."""
        return float(self.scores[1])

    @property
    def random(self) -> list[float]:
        """Those of the random circuits."""
        return self.scores[2:].tolist()

    def __repr__(self) -> str:
        info = self.info
        if info.other is None or abs(info.baseline - info.other) < _LEAST_SPAN:
            return super().__repr__()
        chance = ", ".join(f"{score:+.2f}" for score in self.random) or "none tried"
        return (
            f"{info.sentence}\n{info.metric}: {info.baseline:+.3f}, {info.donor} {info.other:+.3f}\n"
            f"  faithfulness {self.score:+.3f}, without any edge {self.nothing:+.3f}\n"
            f"  random circuits of this size: {chance}"
        )


class Edges(Attribution):
    """The metric when one edge alone carries the other run's values, as a gradient estimates it, and as it is
    for those that were patched. All are [sender, receiver]."""

    begin: Begin | None = None
    """Lets circuits measure how faithful they are."""

    def circuit(self, n: int | None = None, *, threshold: float | None = None) -> Circuit:
        """The edges that matter most and lead on to the logits: it grows from there, each time by the edge
        with the largest estimate, either way, of those that lead to what is in it. ``n`` edges, or all that
        such a growth finds with an estimated effect of ``threshold`` or more."""
        if (n is None) == (threshold is None):
            what = "A circuit has either n edges or a threshold."
            raise OperationError("bad_argument", what, None, "Give edges.circuit(n=20), say.")
        found = self._grown(self.columns["order"].numel() if n is None else n)
        if threshold is not None:
            # Nothing as large is left to be reached once the growth has to take a smaller one.
            found = [*takewhile(lambda edge: abs(edge.effect) >= threshold, found)]
        spec = cast("EdgesSpec", self.record.spec)
        return Circuit(found, spec.source, self.begin, self.record.id, spec.over)

    def _grown(self, n: int) -> list[CircuitEdge]:
        """The first so many edges in the order in which they join."""
        order, effects = self.columns["order"].flatten(), self.estimated_effects.flatten()
        joined: list[int] = (order <= n).nonzero().flatten().tolist()
        joined.sort(key=lambda i: float(order[i]))
        return [CircuitEdge(*self._place(i), effect=float(effects[i])) for i in joined]


@dataclass(frozen=True)
class CircuitEdge:
    """One edge of a circuit."""

    sender: str
    receiver: str
    effect: float
    """The estimated one."""


class Circuit:
    """Some edges, the most important first as they joined."""

    def __init__(
        self,
        edges: Sequence[CircuitEdge],
        source: str | None,
        begin: Begin | None,
        found_by: str | None = None,
        over: str | None = None,
    ) -> None:
        self.edges, self._over = list(edges), over
        self._source, self._begin, self._found_by = source, begin, found_by

    def __len__(self) -> int:
        return len(self.edges)

    def faithfulness(
        self,
        operation: Literal["patch", "mean", "zero"] = "patch",
        *,
        reference: str | None = None,
        random: int = 10,
        seed: int = 0,
    ) -> Faithfulness:
        """``lab.faithfulness`` of these edges."""
        if self._begin is None:
            raise OperationError("no_laboratory", "This circuit belongs to no laboratory any more.", None)
        spec = FaithfulnessSpec(
            edges=[Edge(sender=edge.sender, receiver=edge.receiver) for edge in self.edges],
            operation=operation,
            source=self._source,
            reference=reference,
            random=random,
            seed=seed,
            found_by=self._found_by,
            over=self._over,
        )
        return cast("Faithfulness", self._begin(spec))

    def __repr__(self) -> str:
        lines = [f"  {edge.sender:>12} → {edge.receiver:12}{edge.effect:+.3f}" for edge in self.edges]
        return "\n".join([f"{len(self)} edges", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:right'>{escape(edge.sender)}</td><td>→</td>"
            f"<td style='text-align:left'>{escape(edge.receiver)}</td><td>{edge.effect:+.3f}</td></tr>"
            for edge in self.edges
        )
        return f"<div style='max-height:32em;overflow:auto'><table>{rows}</table></div>"
