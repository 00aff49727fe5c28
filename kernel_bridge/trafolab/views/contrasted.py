"""What several views share of comparing tokens: which ones, and which others could be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.metric import AnswerToken
from trafolab_protocol.record import Record

from ..errors import MetricError
from ..finite import bounded

if TYPE_CHECKING:
    from ..look import Look
    from ..reading.contrast import Contrast, Given
    from ..runs import Run

_OFFERED = 12


class OfferedToken(Record):
    """One that a person may want to choose."""

    id: int
    token: str
    prob: float


class Contrasted(Record):
    """The mean logit of the answers less that of the distractors; without these, the answers' alone."""

    answers: list[AnswerToken]
    distractors: list[AnswerToken]
    offered: list[OfferedToken]
    """The most probable next tokens of the run at the position, largest first."""
    problem: str | None
    """Why the tokens that were asked for are not those."""


def contrasted(
    look: Look, run: Run, position: int, answer: Given, distractor: Given
) -> tuple[Contrast, Contrasted]:
    """The tokens that were asked for, or what stands in for text that is no token: a person is still to see
    where to write another."""
    problem = None
    try:
        contrast = look.contrast(run, position, answer, distractor)
    except MetricError as error:
        contrast = look.contrast(run, position, None, None)
        problem = f"{error.what} {error.advice or ''}".strip()
    told = Contrasted(
        answers=list(contrast.answers),
        distractors=list(contrast.distractors),
        offered=offered(look, run, position),
        problem=problem,
    )
    return contrast, told


def offered(look: Look, run: Run, position: int) -> list[OfferedToken]:
    """The most probable next tokens at a position of a run."""
    prob = run.logits[position].float().softmax(-1)
    largest: list[int] = prob.topk(min(_OFFERED, len(prob))).indices.tolist()
    return [OfferedToken(id=i, token=look.token_text(i), prob=bounded(float(prob[i]))) for i in largest]
