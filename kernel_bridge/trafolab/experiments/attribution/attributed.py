"""What an attribution found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import Estimated, Experiment

from ..picture import Picture, Show, html
from ..result import Sweep
from .scatter import Dot, Scatter
from .trust import words_of

if TYPE_CHECKING:
    from pandas import DataFrame


class Attribution(Sweep):
    """The metric under each patch, as a gradient estimates it, and as it is for those that were made.

    ``estimate`` [layer, …] in float32 for all cells; ``values`` alike, not a number but for the cells that
    were patched and those that change nothing. Both are the metric itself, not its change.
    """

    def __init__(self, record: Experiment, columns: Mapping[str, Tensor]) -> None:
        super().__init__(record, columns)
        self.estimate = columns["estimate"]
        found = self.info.estimated
        self.trust: Estimated = found or Estimated(gradient="", top=[], sample=[])
        """At which run the gradient was taken, which cells were patched, and how well they agree."""

    @property
    def estimated_effects(self) -> Tensor:
        """What each patch would change if the metric were linear: the estimate less the baseline."""
        return self.estimate - self.info.baseline

    def to_dataframe(self) -> DataFrame:
        """A row for each cell: its place along each axis, ``estimate`` (the estimated effect), ``effect``
        (the true one, missing where it was not patched), and ``patched``: ``top``, ``sample`` or both."""
        from pandas import DataFrame

        names = [self._place(i) for i in range(self.estimate.numel())]
        columns = {axis: [name[k] for name in names] for k, axis in enumerate(self.axes)}
        numbers = {
            "estimate": self.estimated_effects.flatten().tolist(),
            "effect": self.effects.flatten().tolist(),
        }
        patched = [self._patched(i) for i in range(self.estimate.numel())]
        return DataFrame({**columns, **numbers, "patched": patched}).dropna(subset=["estimate"])

    def largest(self, k: int = 10) -> Sequence[tuple[str, float]]:
        """The cells with the largest estimated effects, either way, by name."""
        return self._as_sweep().largest(k)

    def plot(self, show: Show = "effects") -> Picture:
        """A heat map of the estimates; see :meth:`Sweep.plot`."""
        return self._as_sweep().plot(show)

    def verified(self) -> Scatter:
        """Estimated against true effects of the cells that were patched, where a notebook shows it."""
        ours, theirs = self.estimated_effects.flatten(), self.effects.flatten()
        dots = [
            Dot(" ".join(self._place(i)), float(theirs[i]), float(ours[i]), i in set(self.trust.sample))
            for i in sorted({*self.trust.top, *self.trust.sample})
            if not bool(theirs[i].isnan())
        ]
        return Scatter(dots, self._words)

    @property
    def _words(self) -> str:
        both, alone = self.trust.rank_correlation, self.trust.rank_correlation_sample
        said = ["—" if each is None else f"{each:+.2f}" for each in (both, alone)]
        ranks = f"rank correlation {said[0]}, of the random sample alone {said[1]}"
        return "; ".join(each for each in (words_of(self.trust), ranks) if each)

    def _as_sweep(self) -> Sweep:
        """The estimates in the place of the values."""
        return Sweep(self.record, {**self.columns, "values": self.estimate})

    def _patched(self, number: int) -> str:
        both = {"top": self.trust.top, "sample": self.trust.sample}
        return ", ".join(name for name, cells in both.items() if number in cells)

    def _place(self, number: int) -> list[str]:
        place = torch.unravel_index(torch.tensor(number), self.estimate.shape)
        return [labels[int(i)] for labels, i in zip(self.axes.values(), place, strict=True)]

    def _repr_html_(self) -> str:
        """A heat map of the estimates, with the plot beside it."""
        return (
            "<div style='display:flex;flex-wrap:wrap;gap:1.5em;align-items:flex-start'>"
            f"{html(self._as_sweep())}{self.verified().html()}</div>"
        )

    def __repr__(self) -> str:
        return f"{self._as_sweep()!r}\n{len(self.verified().dots)} cells patched for real: {self._words}"
