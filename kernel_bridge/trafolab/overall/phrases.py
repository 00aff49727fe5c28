"""Pairs whose answers are several tokens, each of which continues its prompt by its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric

from ..experiments.over.acting import own_prompts
from ..interventions.plan import Plan
from ..metrics import Measure, Reading, measure_of
from ..pairs import Pair
from ..pairs.metric import metric_of
from ..trimming import Readout

if TYPE_CHECKING:
    from ..snapshot import Now


@dataclass(frozen=True)
class _Row:
    """One of the things that are read of a pair."""

    pair: int
    place: int
    """Among these."""
    reading: Reading


class Phrases:
    """A metric of pairs of one length that share passes: rows that go on with as many tokens make one."""

    def __init__(self, now: Now, metric: Metric, pairs: Sequence[Pair]) -> None:
        self._now, self._pairs = now, pairs
        self._measures = [self._measure(metric, pair) for pair in pairs]

    def values(self, plan: Plan) -> Tensor:
        """The metric [pair] in float32 under a plan. Raises :class:`LabError` where a pass fails."""
        found: list[list[Tensor]] = [[torch.empty(0)] * len(each.readings) for each in self._measures]
        for rows in self._passes():
            for row, read in zip(rows, self._read(rows, plan), strict=True):
                found[row.pair][row.place] = read
        return torch.cat([each.of(read) for each, read in zip(self._measures, found, strict=True)])

    def _measure(self, metric: Metric, pair: Pair) -> Measure:
        bench = self._now.bench
        return measure_of(metric_of(metric, pair, bench.held.words), pair.clean, bench.functions)

    def _passes(self) -> Iterator[list[_Row]]:
        """The rows of each pass: no more than there are pairs, of which so many fit into one."""
        alike: dict[int, list[_Row]] = {}
        for index, measure in enumerate(self._measures):
            for place, reading in enumerate(measure.readings):
                alike.setdefault(len(reading.continued), []).append(_Row(index, place, reading))
        for rows in alike.values():
            for begin in range(0, len(rows), len(self._pairs)):
                yield rows[begin : begin + len(self._pairs)]

    def _read(self, rows: Sequence[_Row], plan: Plan) -> list[Tensor]:
        """What each row is read of, [1, pos, token]."""
        pairs, first = [self._pairs[row.pair] for row in rows], rows[0].reading
        wanted = sorted({token for row in rows for token in row.reading.readout.tokens or ()})
        # Of a difference of single tokens too: that of their logits is that of their log-probabilities.
        readout = Readout(first.readout.positions, tuple(wanted), normalised=True)
        logits = self._now.bench.record_many(
            [pair.clean for pair in pairs],
            plan,
            (),
            readout,
            cached=False,
            own=own_prompts(pairs),
            continued=[row.reading.continued for row in rows] if first.continued else (),
        ).logits
        columns = [[wanted.index(token) for token in row.reading.readout.tokens or ()] for row in rows]
        return [logits[[at]][..., chosen] for at, chosen in enumerate(columns)]
