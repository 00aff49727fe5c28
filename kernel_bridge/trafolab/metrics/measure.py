"""What a metric reads of the logits, and what it makes of that.

A metric has one :class:`Measure` for each prompt. Whoever runs the model gives it what it reads: a run out of
its whole logits, a sweep out of passes that compute no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric, MetricKind, Over

from ..errors import MetricError
from ..functions import Functions
from ..trimming import Readout
from .called import called
from .choosing import RANKED
from .forced import Reading, log_probs_of
from .position import position_in

Found = Sequence[Tensor]
"""[row, pos, token] of each reading."""


@dataclass(frozen=True, eq=False)
class Measure:
    """A metric made ready for prompts of one length."""

    readings: Sequence[Reading]
    number: Callable[[Found, Found], Tensor]
    """[row] of what was found, and of what was found without the change that is studied."""
    compares: bool = False
    """Whether the latter matters."""

    @property
    def unembedded(self) -> int:
        """At how many positions of one pass the whole vocabulary is read."""
        whole = [each.readout for each in self.readings if each.readout.unembedded is None]
        return max((len(each.positions) for each in whole), default=0)

    def of(self, found: Found, base: Found | None = None) -> Tensor:
        """The metric [row] in float32. ``base``: the same readings of the run to compare with, one row."""
        return self.number(found, found if base is None else base)


def measure_of(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    """The metric for a prompt of these tokens.

    Logit difference and log-probability in nats, probability from 0 to 1, divergence and loss in nats. Rank 1
    is the most probable token, and of tokens with equal logits each takes the best rank; an answer is among
    the k most probable where its rank is. Raises :class:`MetricError` for a prompt that it can't be read of.
    """
    if metric.pairs is not None:
        what = f"The metric is a mean over the pairs of {metric.pairs}, and not one of this prompt."
        advice = f'Take over="{metric.pairs}" in an experiment, or choose a metric of the prompt.'
        raise MetricError("over_pairs", what, metric.pairs, advice)
    return _MEASURES[metric.kind](metric, ids, functions)


def _logit_diff(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions
    answers, n = [*metric.answers, *metric.distractors], len(metric.answers)
    if any(len(each.tokens) > 1 for each in answers):
        readings, log_probs = log_probs_of(answers, metric.position, len(ids))
        return Measure(readings, lambda found, _: _difference(log_probs(found), n, metric.over))
    readout = Readout(_at(metric, ids), tuple(each.tokens[0].id for each in answers))
    return Measure([Reading((), readout)], lambda found, _: _difference(_row(found), n, metric.over))


def _logprob(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions
    readings, log_probs = log_probs_of(metric.answers, metric.position, len(ids))
    return Measure(readings, lambda found, _: _over(log_probs(found), metric.over))


def _prob(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions
    readings, log_probs = log_probs_of(metric.answers, metric.position, len(ids))
    if metric.over == "mean":
        return Measure(readings, lambda found, _: log_probs(found).exp().mean(-1))
    return Measure(readings, lambda found, _: _over(log_probs(found), metric.over).exp())


def _ranked(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions
    answers, k = [each.tokens[0].id for each in metric.answers], metric.k or 1

    def number(found: Found, base: Found) -> Tensor:
        del base
        rows = _row(found)
        ranks = torch.stack([(rows > rows[:, [i]]).sum(-1) + 1 for i in answers], -1).float()
        return ranks.mean(-1) if metric.kind == "rank" else (ranks <= k).any(-1).float()

    return Measure([Reading((), Readout(_at(metric, ids), None))], number)


def _kl(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions

    def number(found: Found, base: Found) -> Tensor:
        ours, theirs = _row(found), _row(base)
        # What the other run never says has no weight, whatever this one makes of it.
        return torch.where(theirs.isneginf(), 0.0, theirs.exp() * (theirs - ours)).sum(-1)

    reading = Reading((), Readout(_at(metric, ids), None, normalised=True))
    return Measure([reading], number, compares=True)


def _loss(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    del functions
    if len(ids) < 2:
        what = "The loss is that of each next token, and the prompt has but one."
        raise MetricError("too_short", what, None, "Set a prompt of two tokens or more.")
    given = range(len(ids) - 1) if metric.positions is None else metric.positions
    # The last position predicts what the prompt does not have.
    positions = tuple(sorted({predicting(position, len(ids)) for position in given}))
    targets = tuple(ids[position + 1] for position in positions)
    reading = Reading((), Readout(positions, targets, normalised=True))
    return Measure([reading], lambda found, _: -found[0].diagonal(dim1=1, dim2=2).float().mean(-1))


def _function(metric: Metric, ids: Sequence[int], functions: Functions) -> Measure:
    function = called(metric, functions)
    reading = Reading((), Readout(tuple(range(len(ids))), None))
    return Measure([reading], lambda found, _: torch.stack([function(each) for each in found[0]]))


def predicting(position: int, length: int) -> int:
    """The index of a position of a prompt, behind which a token of the prompt follows. Raises
    :class:`MetricError` where none does."""
    index = position_in(position, length)
    if index == length - 1:
        what = f"Position {position} is the last one, and no token follows that would be predicted there."
        raise MetricError("nothing_predicted", what, str(position), f"Give positions below {length - 1}.")
    return index


def _at(metric: Metric, ids: Sequence[int]) -> tuple[int, ...]:
    return (position_in(metric.position, len(ids)),)


def _row(found: Found) -> Tensor:
    """[row, token] of the only reading at its only position."""
    return found[0][:, 0].float()


def _difference(values: Tensor, n_right: int, over: Over) -> Tensor:
    return _over(values[:, :n_right], over) - _over(values[:, n_right:], over)


def _over(values: Tensor, over: Over) -> Tensor:
    return values.mean(-1) if over == "mean" else values.logsumexp(-1)


_MEASURES: Final[dict[MetricKind, Callable[[Metric, Sequence[int], Functions], Measure]]] = {
    "logit_diff": _logit_diff,
    "logprob": _logprob,
    "prob": _prob,
    **dict.fromkeys(RANKED, _ranked),
    "kl": _kl,
    "loss": _loss,
    "function": _function,
}
