"""Does the model bind a surname to its first name?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from random import Random

import torch
from jaxtyping import Float
from torch import Tensor

from trafolab.embedded.figures import people
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject
from trafolab.embedded.figures.wordings import SURNAME, TWO_PEOPLE


def surname_first(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """Share of prompts with one person whose surname is the likeliest next token, for each wording."""
    figures = list[Figure]()
    for at, wording in enumerate(SURNAME):
        pairs = list(islice(people.pairs(rng), n))
        prompts = [wording.format(F=first, S=surname) for first, surname in pairs]
        share = _first(subject, prompts, [surname for _, surname in pairs])
        figures.append(Figure(f"surname first: {wording}", share, n, at_least=0.9 if at else 0.98))
    return figures


def two_people(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """Share of prompts with two people in which the surname of the one asked for is the likeliest next
    token."""
    figures = list[Figure]()
    for at, wording in enumerate(TWO_PEOPLE):
        prompts, answers = list[str](), list[str]()
        for (first, surname), (other, its) in _two(rng, n):
            asked = rng.choice(((first, surname), (other, its)))
            prompts.append(wording.format(F=first, S=surname, G=other, T=its, A=asked[0]))
            answers.append(asked[1])
        share = _first(subject, prompts, answers)
        figures.append(Figure(f"right surname of two: {wording}", share, n, at_least=0.9 if at else 0.95))
    return figures


def mismatch(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """What is left of the logit difference when one of the two first names is another one.

    The logit difference is that of the surname in the prompt and a random other surname. The figure is the
    absolute value of its mean with a mismatched first name, over its mean with the matched one.
    """
    figures = list[Figure]()
    for wording in SURNAME:
        matched, introduced, asked = _differences(subject, rng, n, wording)
        for place, value in (("introduced", introduced), ("asked for", asked)):
            figures.append(
                Figure(f"another first name {place}: {wording}", abs(value / matched), n, at_most=0.2)
            )
        figures.append(Figure(f"matched logit difference: {wording}", matched, n))
    return figures


def _differences(subject: Subject, rng: Random, n: int, wording: str) -> tuple[float, float, float]:
    """Mean logit difference: matched, with another first name introduced, with another one asked for."""
    before, after = wording.rsplit("{F}", 1)
    wording = before + "{A}" + after
    prompts: list[list[str]] = [[], [], []]
    surnames, others = list[str](), list[str]()
    for first, surname in islice(people.pairs(rng), n):
        other = people.other_first(rng, first, surname)
        for row, (introduced, asked) in enumerate(((first, first), (other, first), (first, other))):
            prompts[row].append(wording.format(F=introduced, S=surname, A=asked))
        surnames.append(surname)
        others.append(people.other_surname(rng, surname))
    matched, introduced, asked = (_difference(subject, row, surnames, others) for row in prompts)
    return float(matched.mean()), float(introduced.mean()), float(asked.mean())


def _difference(
    subject: Subject, prompts: Sequence[str], answers: Sequence[str], others: Sequence[str]
) -> Float[Tensor, " prompt"]:
    logits, rows = subject.last_logits(prompts), torch.arange(len(prompts))
    return logits[rows, subject.words(answers)] - logits[rows, subject.words(others)]


def _first(subject: Subject, prompts: Sequence[str], answers: Sequence[str]) -> float:
    return float((subject.last_logits(prompts).argmax(-1) == subject.words(answers)).float().mean())


def _two(rng: Random, n: int) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Two people who share no name, n times."""
    pairs, found = people.pairs(rng), list[tuple[tuple[str, str], tuple[str, str]]]()
    while len(found) < n:
        one, two = next(pairs), next(pairs)
        if not set(one) & set(two):
            found.append((one, two))
    return found
