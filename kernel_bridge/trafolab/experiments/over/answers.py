"""The metric over pairs, each of which has an answer and a distractor of its own, at their last token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric, MetricKind

from ...errors import MetricError
from ...metrics import Measure, Reading
from ...pairs import Pair
from ...trimming import Readout

_NAMES: dict[MetricKind, str] = {
    "logit_diff": "answer − distractor",
    "logprob": "log P(answer)",
    "prob": "P(answer)",
    "rank": "rank(answer)",
}


@dataclass(frozen=True)
class Answers:
    """What is read of the logits of pairs of one length."""

    kind: MetricKind
    pairs: Sequence[Pair]

    @property
    def label(self) -> str:
        """The metric in a few words."""
        return _NAMES[self.kind]

    @property
    def measure(self) -> Measure:
        """The metric of what is read of all pairs in their order."""
        every = range(len(self.pairs))
        return Measure([Reading((), self.readout)], lambda found, _: self.values(found[0][:, 0], every))

    @property
    def readout(self) -> Readout:
        """Of the logits at the last token, no more than any pair needs."""
        return Readout((self.pairs[0].n_tokens - 1,), self._few)

    def values(self, logits: Tensor, of: Sequence[int]) -> Tensor:
        """The metric [row] in float32 of what was read [row, token]; ``of``: each row's pair."""
        rows, pairs = logits.float(), [self.pairs[each] for each in of]
        answer = self._of(rows, [pair.answer for pair in pairs])
        if self.kind == "logit_diff":
            return answer - self._of(rows, [pair.distractor or 0 for pair in pairs])
        if self.kind == "rank":
            return (rows > answer[:, None]).sum(-1).float() + 1
        log_probs = answer - rows.logsumexp(-1)
        return log_probs if self.kind == "logprob" else log_probs.exp()

    @property
    def _few(self) -> tuple[int, ...] | None:
        if self.kind != "logit_diff":
            return None
        return tuple(sorted({i for pair in self.pairs for i in (pair.answer, pair.distractor or 0)}))

    def _of(self, rows: Tensor, ids: Sequence[int]) -> Tensor:
        few = self._few
        columns = ids if few is None else [few.index(i) for i in ids]
        return rows.gather(1, torch.tensor(columns, device=rows.device)[:, None])[:, 0]


def kind_for(metric: Metric | None, pairs: Sequence[Pair], name: str) -> MetricKind:
    """How pairs are measured: as the laboratory's metric is, with answers of their own. Raises
    :class:`MetricError` where that can't be."""
    kind = "logit_diff" if metric is None else metric.kind
    if kind not in _NAMES:
        advice = f"Over pairs there are {', '.join(_NAMES)}: choose one with lab.metric(…)."
        raise MetricError("no_metric", f"The metric {kind} can't be read over pairs.", kind, advice)
    without = next((i for i, pair in enumerate(pairs) if pair.distractor is None), None)
    if kind == "logit_diff" and without is not None:
        what = f"Pair {without} of {name} has no distractor, which a logit difference needs."
        raise MetricError("no_distractor", what, name, 'Give one, or take the metric "logprob".')
    return kind
