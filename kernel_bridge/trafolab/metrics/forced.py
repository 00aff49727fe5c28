"""Log-probabilities of answers, teacher forced: of each of an answer's tokens behind those before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from trafolab_protocol.metric import AnswerText

from ..errors import MetricError
from ..trimming import Readout
from .position import position_in


@dataclass(frozen=True)
class Reading:
    """What is read of one pass."""

    continued: tuple[int, ...]
    """Ids that follow the prompt in it."""
    readout: Readout


def log_probs_of(
    answers: Sequence[AnswerText], position: int, length: int
) -> tuple[list[Reading], Callable[[Sequence[Tensor]], Tensor]]:
    """What to read behind a prompt of so many tokens, and what makes [row, answer] of it.

    Answers that differ in their last tokens alone share a pass. Raises :class:`MetricError` for an answer of
    several tokens anywhere but behind the prompt's last.
    """
    index, behind = position_in(position, length), dict[tuple[int, ...], list[int]]()
    slots: list[tuple[tuple[int, ...], int]] = []
    for answer in answers:
        *before, last = (token.id for token in answer.tokens)
        if before and index != length - 1:
            _refuse_inside(answer, position)
        tokens = behind.setdefault(tuple(before), [])
        slots.append((tuple(before), len(tokens)))
        tokens += [*before, last]
    readings = [
        Reading(before, Readout(tuple(range(index, index + len(before) + 1)), tuple(tokens), normalised=True))
        for before, tokens in behind.items()
    ]

    def log_probs(found: Sequence[Tensor]) -> Tensor:
        by_pass = dict(zip(behind, found, strict=True))
        sums = [
            by_pass[before][:, :, first : first + len(before) + 1].diagonal(dim1=1, dim2=2).sum(-1)
            for before, first in slots
        ]
        return torch.stack(sums, -1)

    return readings, log_probs


def _refuse_inside(answer: AnswerText, position: int) -> None:
    what = f"The answer {answer.text!r} is several tokens, which continue the prompt behind its last one."
    raise MetricError("not_at_the_end", what, str(position), "Leave position out, or choose a single token.")
