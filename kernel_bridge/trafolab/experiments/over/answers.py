"""The metric over pairs, each of which has an answer and a distractor of its own, at their last token.

Where answers are single tokens: see :func:`trafolab.pairs.metric.takes_several`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric, MetricKind

from ...errors import MetricError
from ...functions import Functions
from ...metrics import Measure, Reading, label_over_pairs
from ...metrics.called import called
from ...metrics.choosing import RANKED
from ...metrics.measure import predicting
from ...pairs import Pair
from ...trimming import Readout


@dataclass(frozen=True)
class Answers:
    """What is read of the logits of pairs of one length, and what it comes to."""

    metric: Metric
    pairs: Sequence[Pair]
    functions: Functions
    turned: bool = False
    """Whether what is measured is the corrupt prompts' run."""

    @property
    def kind(self) -> MetricKind:
        """Which metric it is."""
        return self.metric.kind

    def label(self, kl: tuple[str, str] = ("plain", "live")) -> str:
        """The metric in a few words; ``kl`` names the two runs that a divergence is between."""
        return label_over_pairs(self.metric, kl)

    @property
    def measure(self) -> Measure:
        """The metric of what is read of all pairs in their order."""
        every = range(len(self.pairs))
        return Measure(
            [Reading((), self.readout)],
            lambda found, base: self.values(found[0], every, base[0]),
            compares=self.compares,
        )

    @property
    def compares(self) -> bool:
        """Whether the run without the change that is studied matters."""
        return self.kind == "kl"

    @cached_property
    def readout(self) -> Readout:
        """Of the logits, no more than any pair needs."""
        last = self.pairs[0].n_tokens - 1
        if self.kind == "loss":
            targets = {i for pair in self.pairs for i in self._targets(pair)}
            return Readout(self._predicted, tuple(sorted(targets)), normalised=True)
        if self.kind == "function":
            return Readout(tuple(range(last + 1)), None)
        return Readout((last,), self._few, normalised=self.kind == "kl")

    @property
    def unembedded(self) -> float:
        """The share of the positions at which the whole vocabulary is read."""
        # Rows may be one token each, all of them read.
        return 0.0 if self.readout.unembedded is not None else 1.0

    def values(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """The metric [row] in float32 of what was read [row, pos, token]; ``of``: each row's pair; ``base``:
        what was read of all pairs without the change that is studied."""
        return _VALUES[self.kind](self, found, of, base)

    @cached_property
    def _few(self) -> tuple[int, ...] | None:
        if self.kind != "logit_diff":
            return None
        return tuple(sorted({i for pair in self.pairs for i in (*pair.answer, *(pair.distractor or ()))}))

    @cached_property
    def _predicted(self) -> tuple[int, ...]:
        """Of a loss: where the next token is predicted."""
        length, given = self.pairs[0].n_tokens, self.metric.positions
        return tuple(
            sorted({predicting(at, length) for at in (range(length - 1) if given is None else given)})
        )

    def _targets(self, pair: Pair) -> list[int]:
        ids = pair.corrupt if self.turned else pair.clean
        return [ids[at + 1] for at in self._predicted]

    def _answers(self, of: Sequence[int]) -> list[int]:
        return [self.pairs[each].answer[0] for each in of]

    def logit_diff(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """In logits."""
        del base
        few, rows = self._few or (), found[:, 0].float()
        wrong = [(self.pairs[each].distractor or (0,))[0] for each in of]
        answer, distractor = (_at(rows, [few.index(i) for i in ids]) for ids in (self._answers(of), wrong))
        return answer - distractor

    def logprob(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """In nats."""
        del base
        rows = found[:, 0].float()
        return _at(rows, self._answers(of)) - rows.logsumexp(-1)

    def prob(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """From 0 to 1."""
        return self.logprob(found, of, base).exp()

    def rank(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """From 1; of tokens with equal logits each takes the best rank."""
        del base
        rows = found[:, 0].float()
        return (rows > _at(rows, self._answers(of))[:, None]).sum(-1).float() + 1

    def top_k(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """1 where the answer is among the k most probable, else 0: the mean is a rate."""
        return (self.rank(found, of, base) <= (self.metric.k or 1)).float()

    def kl(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """In nats, weighted by the run without the change."""
        ours, theirs = found[:, 0], base[list(of), 0]
        return torch.where(theirs.isneginf(), 0.0, theirs.exp() * (theirs - ours)).sum(-1)

    def loss(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """The mean cross entropy of each next token of the prompt, in nats."""
        del base
        column = {token: i for i, token in enumerate(self.readout.tokens or ())}
        targets = [[column[i] for i in self._targets(self.pairs[each])] for each in of]
        return -found.gather(2, torch.tensor(targets, device=found.device)[..., None]).float().mean((1, 2))

    def function(self, found: Tensor, of: Sequence[int], base: Tensor) -> Tensor:
        """What a person's function makes of each row's logits [pos, vocab]."""
        del of, base
        function = called(self.metric, self.functions)
        return torch.stack([function(each) for each in found])


_VALUES: Final[dict[MetricKind, Callable[[Answers, Tensor, Sequence[int], Tensor], Tensor]]] = {
    "logit_diff": Answers.logit_diff,
    "logprob": Answers.logprob,
    "prob": Answers.prob,
    "rank": Answers.rank,
    "top_k": Answers.top_k,
    "kl": Answers.kl,
    "loss": Answers.loss,
    "function": Answers.function,
}


def _at(rows: Tensor, columns: Sequence[int]) -> Tensor:
    return rows.gather(1, torch.tensor(columns, device=rows.device)[:, None])[:, 0]


def refuse_unreadable(metric: Metric, pairs: Sequence[Pair], name: str) -> None:
    """Raises :class:`MetricError` where pairs can't be measured as the metric says, with answers of their
    own."""
    without = next((i for i, pair in enumerate(pairs) if pair.distractor is None), None)
    if metric.kind == "logit_diff" and without is not None:
        what = f"Pair {without} of {name} has no distractor, which a logit difference needs."
        raise MetricError("no_distractor", what, name, 'Give one, or take the metric "logprob".')
    several = next((i for i, pair in enumerate(pairs) if len(pair.answer) > 1), None)
    if metric.kind in RANKED and several is not None:
        n = len(pairs[several].answer)
        what = f"The answer of pair {several} of {name} is {n} tokens, and {metric.kind} takes one."
        raise MetricError("not_one_token", what, name, 'Give a single token, or take the metric "logprob".')
    if metric.position != -1:
        what = f"Over {name} the metric is read at each prompt's last token, not at {metric.position}."
        raise MetricError("not_at_the_end", what, name, "Leave position out.")
    if metric.kind == "loss":
        shortest = min(pair.n_tokens for pair in pairs)
        if shortest < 2:
            what = f"The loss is that of each next token, and a prompt of {name} has but one."
            raise MetricError("too_short", what, name, "Take pairs of two tokens or more.")
        for position in metric.positions or ():
            predicting(position, shortest)
