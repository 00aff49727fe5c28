"""The number under study."""

from __future__ import annotations

from typing import Literal

from .record import Record

MetricKind = Literal["logit_diff", "logprob", "prob", "rank"]


class AnswerToken(Record):
    """An answer that is one token of the vocabulary."""

    id: int
    text: str


class Metric(Record):
    """What is measured, at which position, of which answers."""

    kind: MetricKind = "logit_diff"
    answer: AnswerToken
    distractor: AnswerToken | None = None
    """Needed by ``logit_diff`` only."""
    position: int = -1
    """Index into the prompt's tokens; negative counts from the end."""
    automatic: bool = False
    """Chosen by Trafolab (the plain run's first against its second prediction) and fixed when
    the prompt was set."""
