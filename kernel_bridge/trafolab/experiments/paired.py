"""What a sweep over pairs found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.experiments import Experiment

from ..errors import OperationError
from .behind import PairsBehind
from .result import Sweep

if TYPE_CHECKING:
    from pandas import DataFrame


class PairSweep(Sweep):
    """Means of the metric over pairs, under each patch, and what they are means of.

    Among the ``columns``, each over the same axes as ``values``, are ``low`` and ``high``, a 95 % bootstrap
    interval of the mean effect over pairs, on the scale of the values, and ``n``: how many have the cell.
    """

    def __init__(self, record: Experiment, columns: Mapping[str, Tensor], pairs: PairsBehind) -> None:
        super().__init__(record, columns)
        self._behind = pairs
        self.pairs = pairs.values.clone()
        """What each pair gave [pair, layer, …]; not a number where it does not have the role."""
        self.baselines = pairs.baselines.clone()
        """The metric of the run of each pair that values were put into [pair]."""

    def behind(self, **where: int | str) -> DataFrame:
        """The single prompts behind a cell, the most changed first: ``.behind(layer=9, role="end")``, each by
        index or label. Raises :class:`OperationError` for a cell that there is not."""
        from pandas import DataFrame

        at = tuple(self._index(axis, where.get(axis)) for axis in self.axes)
        values = self.pairs[(slice(None), *at)]
        clean, corrupt = zip(*self._behind.texts, strict=True)
        numbers = {"baseline": self.baselines, "value": values, "effect": values - self.baselines}
        rows = DataFrame({"clean": clean, "corrupt": corrupt, **{k: v.tolist() for k, v in numbers.items()}})
        return rows.dropna().sort_values("effect", key=abs, ascending=False)

    def to_dataframe(self) -> DataFrame:
        """A row for each cell: its place along each axis, ``value``, ``effect``, ``n``, and the bounds of the
        interval of the effect, ``effect_low`` and ``effect_high``."""
        rows = super().to_dataframe()
        bounds = {f"effect_{name}": self.columns[name] - self.info.baseline for name in ("low", "high")}
        more = {**bounds, "n": self.columns["n"]}
        there = rows.index.tolist()
        return rows.assign(**{name: column.flatten()[there].tolist() for name, column in more.items()})

    def _index(self, axis: str, given: int | str | None) -> int:
        labels = self.axes[axis]
        if isinstance(given, int) and 0 <= given < len(labels):
            return given
        if given not in labels:
            what = f"There is no cell at {axis}={given!r}."
            advice = f"Say which {axis}: one of {', '.join(labels)}."
            raise OperationError("no_cell", what, None, advice)
        return labels.index(str(given))
