"""Does the model know who gets the drink?"""

from __future__ import annotations

from itertools import islice
from random import Random

import torch

from trafolab.embedded.figures import people
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject
from trafolab.embedded.figures.wordings import INDIRECT_OBJECT


def above_subject(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """Share of prompts with the indirect object's logit above the subject's, for each wording; either may
    come first."""
    figures = list[Figure]()
    for at, wording in enumerate(INDIRECT_OBJECT):
        prompts, givers, takers = list[str](), list[str](), list[str]()
        for one, two in islice(people.couples(rng), n):
            giver, taker = rng.choice(((one, two), (two, one)))
            prompts.append(wording.format(A=one, B=two, S=giver))
            givers.append(giver)
            takers.append(taker)
        logits, rows = subject.last_logits(prompts), torch.arange(n)
        above = logits[rows, subject.words(takers)] > logits[rows, subject.words(givers)]
        bar = 0.9 if at else 0.98
        figures.append(
            Figure(f"indirect object above subject: {wording}", float(above.float().mean()), n, at_least=bar)
        )
    return figures
