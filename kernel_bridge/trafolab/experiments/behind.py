"""The single pairs behind means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor
from trafolab_protocol.experiments import PairReading


@dataclass(frozen=True, eq=False)
class PairsBehind:
    """What each pair gave."""

    texts: Sequence[tuple[str, str]]
    """How the clean and the corrupt prompt of each read."""
    values: Tensor
    """Float32 [pair, …] over the axes; not a number where there is none."""
    baselines: Tensor
    """[pair]: the metric of the run that values were put into; not a number where it is not known yet."""
    others: Tensor
    """[pair]: of the run that they come from; not a number where they come from none."""

    def told(self) -> list[PairReading]:
        """The same as it is stored, but for the values."""
        rows = zip(self.texts, self.baselines.tolist(), self.others.tolist(), strict=True)
        return [
            PairReading(clean=clean, corrupt=corrupt, baseline=_number(baseline), other=_number(other))
            for (clean, corrupt), baseline, other in rows
        ]

    @classmethod
    def of(cls, told: Sequence[PairReading], values: Tensor) -> PairsBehind:
        """What was stored."""
        texts = [(each.clean, each.corrupt) for each in told]
        return cls(texts, values, _tensor([e.baseline for e in told]), _tensor([e.other for e in told]))


def _number(value: float) -> float | None:
    return None if value != value else value


def _tensor(values: Sequence[float | None]) -> Tensor:
    return Tensor([float("nan") if value is None else value for value in values])
