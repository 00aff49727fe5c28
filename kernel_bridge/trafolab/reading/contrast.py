"""What a logit is compared with: the answers' mean logit less the distractors'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.metric import AnswerText, AnswerToken

if TYPE_CHECKING:
    from ..looking.readings import Readings
    from ..runs import Run

Given = str | int | None
"""A token by its text or its id."""


@dataclass(frozen=True)
class Contrast:
    """Single tokens; without distractors it is a logit alone."""

    answers: Sequence[AnswerToken]
    distractors: Sequence[AnswerToken]

    @property
    def ids(self) -> list[int]:
        """Answers first."""
        return [token.id for token in (*self.answers, *self.distractors)]

    def of(self, values: Tensor) -> Tensor:
        """The difference [...] of values [id, ...] in the order of :attr:`ids`."""
        n = len(self.answers)
        right = values[:n].mean(0)
        return right - values[n:].mean(0) if self.distractors else right


def contrast_of(look: Readings, run: Run, position: int, answer: Given, distractor: Given) -> Contrast:
    """The tokens that were named; else the metric's, the first of each answer's; else the two most probable
    ones at a position of the run's prompt without interventions. Raises :class:`MetricError` for what is no
    single token."""
    if answer is not None:
        others = [] if distractor is None else [look.token("distractor", distractor)]
        return Contrast([look.token("answer", answer)], others)
    if look.metric is not None and look.metric.answers:
        return Contrast(_firsts(look.metric.answers), _firsts(look.metric.distractors))
    ids: list[int] = look.plain_of(run.prompt).logits[position].float().topk(2).indices.tolist()
    first, second = (AnswerToken(id=i, text=look.token_text(i)) for i in ids)
    return Contrast([first], [second])


def _firsts(answers: Sequence[AnswerText]) -> list[AnswerToken]:
    return list({each.tokens[0].id: each.tokens[0] for each in answers}.values())
