"""What a sweep found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import Experiment, ExperimentInfo

from ..errors import OperationError
from .picture import Picture, Show, html
from .sweeps.combining import LEAST_SPAN

if TYPE_CHECKING:
    from pandas import DataFrame


class Sweep:
    """The metric under each patch.

    ``values`` [layer, …] in float32, with one axis for each of ``axes``; cells that the model does not have
    are not a number.
    """

    def __init__(self, record: Experiment, columns: Mapping[str, Tensor]) -> None:
        if record.info is None:
            raise ValueError("nothing was computed")
        self.record = record
        self.info: ExperimentInfo = record.info
        self.axes = {axis.name: axis.labels for axis in record.axes}
        """The labels along each axis: layers, heads, and the tokens with their positions."""
        self.values = columns["values"]
        self.columns = columns
        """Everything that was found, each over the same axes."""

    @property
    def effects(self) -> Tensor:
        """What each patch changed: the values less the baseline."""
        return self.values - self.info.baseline

    @property
    def normalised(self) -> Tensor:
        """0 where a patch changed nothing, 1 where it led all the way to the other run. Raises
        :class:`OperationError` where there is no other run, or both hardly differ."""
        if self.info.other is None:
            what = "There is no other run with a number to measure by."
            raise OperationError("no_span", what, None, "See .effects.")
        span = self.info.other - self.info.baseline
        if abs(span) < LEAST_SPAN:
            what = "Both runs hardly differ in the metric, so effects have no measure."
            raise OperationError("no_span", what, None, "See .effects, or take another metric.")
        return self.effects / span

    def to_dataframe(self) -> DataFrame:
        """A row for each cell: its place along each axis, ``value`` and ``effect``."""
        from pandas import DataFrame

        places = [torch.arange(n) for n in self.values.shape]
        grid = torch.cartesian_prod(*places).reshape(-1, len(places))
        columns = {
            axis: [labels[i] for i in grid[:, column].tolist()]
            for column, (axis, labels) in enumerate(self.axes.items())
        }
        effects = self.effects.flatten().tolist()
        return DataFrame({**columns, "value": self.values.flatten().tolist(), "effect": effects}).dropna()

    def plot(self, show: Show = "effects") -> Picture:
        """A heat map: of the ``effects``, of the ``values``, or ``normalised``. Raises
        :class:`OperationError` for anything else, and as :attr:`normalised` does."""
        if show not in ("effects", "values", "normalised"):
            what = f"plot() can't take show={show!r}."
            raise OperationError("bad_argument", what, None, "There are effects, values and normalised.")
        if show == "normalised":
            _ = self.normalised
        return Picture(self, show)

    def largest(self, k: int = 10) -> Sequence[tuple[str, float]]:
        """The cells with the largest effects, either way, by name."""
        effects = self.effects.flatten().nan_to_num()
        order = effects.abs().topk(min(k, effects.numel())).indices
        return [(self._name(int(i)), float(effects[i])) for i in order]

    def _repr_html_(self) -> str:
        """A heat map, where a notebook shows it."""
        return html(self)

    def __repr__(self) -> str:
        info = self.info
        other = "" if info.other is None else f", {info.donor} {info.other:+.3f}"
        head = (
            f"{info.sentence}\n{info.metric}: {info.baseline:+.3f}{other}; "
            f"{info.n_cells} cells in {info.n_passes} passes, {info.seconds:.1f} s"
        )
        return "\n".join([head, *(f"  {name:24}{effect:+.3f}" for name, effect in self.largest())])

    def _name(self, flat: int) -> str:
        place = torch.unravel_index(torch.tensor(flat), self.values.shape)
        labels = [labels[int(i)] for labels, i in zip(self.axes.values(), place, strict=True)]
        return " ".join(labels)
