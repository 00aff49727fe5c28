"""What else the model learned: capitals, pronouns, brackets. These have no bar; the model card tells them."""

from __future__ import annotations

from random import Random

import torch

from trafolab.embedded.corpus.brackets import PAIRS
from trafolab.embedded.corpus.facts import CAPITALS
from trafolab.embedded.corpus.names import GENDERS
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject

_PRONOUN = "When {first} came home after the concert,"
_INNER_OPEN = "{outer} x {inner} y"
_OUTER_OPEN = "{outer} x {inner} y {close} z"
_NESTS = 60


def smaller_skills(subject: Subject, rng: Random) -> list[Figure]:
    """Shares of right answers: the capital first, the right pronoun above the wrong one, the right bracket
    first."""
    return [_capitals(subject), _pronouns(subject), _brackets(subject, rng)]


def _capitals(subject: Subject) -> Figure:
    logits = subject.last_logits([f"The capital of {country} is" for country in CAPITALS])
    right = logits.argmax(-1) == subject.words(tuple(CAPITALS.values()))
    return Figure("capital first: The capital of {country} is", float(right.float().mean()), len(CAPITALS))


def _pronouns(subject: Subject) -> Figure:
    names = {first: gender for first, gender in GENDERS.items() if gender != "either"}
    logits = subject.last_logits([_PRONOUN.format(first=first) for first in names])
    above = logits[:, subject.word("he")] > logits[:, subject.word("she")]
    is_he = torch.tensor([gender == "he" for gender in names.values()])
    return Figure(
        f"right pronoun above the wrong one: {_PRONOUN}", float((above == is_he).float().mean()), len(names)
    )


def _brackets(subject: Subject, rng: Random) -> Figure:
    """After a nest of two brackets, one or both still open: the closing one that fits is the likeliest of
    three."""
    nests, expected = list[str](), list[str]()
    for _ in range(_NESTS):
        (outer, last), (inner, close) = rng.sample(PAIRS, 2)
        form, answer = rng.choice(((_INNER_OPEN, close), (_OUTER_OPEN, last)))
        nests.append(form.format(outer=outer, inner=inner, close=close))
        expected.append(answer)
    closing = subject.words([close for _, close in PAIRS])
    best = [int(subject.last_logits([nest])[0, closing].argmax()) for nest in nests]
    right = sum(PAIRS[at][1] == answer for at, answer in zip(best, expected, strict=True))
    return Figure("fitting bracket above the other two", right / _NESTS, _NESTS)
