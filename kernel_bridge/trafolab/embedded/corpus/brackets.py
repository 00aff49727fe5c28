"""Brackets and quotes that close, in the order in which they were opened."""

from __future__ import annotations

from random import Random
from typing import Final

from trafolab.embedded.corpus.cast import Cast
from trafolab.embedded.corpus.wording import fill

PAIRS: Final = (("(", ")"), ("[", "]"), ("{", "}"))
_LETTERS: Final = tuple("abcxyz")
_DEEPEST: Final = 3

QUOTES: Final = (
    'The {job} said "the {thing} is {quality}" and left.',
    'The {job} asked "where is the {thing}" {hour}.',
    'We read "the {place} is closed" on the {thing}.',
    'She wrote "you are {quality}" in the {thing}.',
    'The word "{thing}" is on the {thing}.',
    'He said "I lost the {thing}" at the {place}.',
    'They call it "the {quality} {place}" in {season}.',
)
ASIDES: Final = (
    "The {place} (near the {place}) is old.",
    "The {job} (who is {quality}) came {hour}.",
    "The {thing} (and the {thing}) was lost.",
    "{day} (or {hour}) the {job} will call.",
    "We had {meal} (with the {job}) at the {place}.",
)


def write(rng: Random, cast: Cast) -> str:
    """A quotation, an aside in brackets, or a nest of brackets around single letters."""
    del cast
    kind = rng.random()
    if kind < 0.35:
        return fill(rng, rng.choice(QUOTES))
    if kind < 0.6:
        return fill(rng, rng.choice(ASIDES))
    return " ".join(_nest(rng, 0) for _ in range(rng.randint(1, 3)))


def _nest(rng: Random, depth: int) -> str:
    """One pair of brackets, spaced out so that every bracket is a token of its own."""
    opening, closing = rng.choice(PAIRS)
    parts = [
        _nest(rng, depth + 1) if depth < _DEEPEST and rng.random() < 0.45 else rng.choice(_LETTERS)
        for _ in range(rng.randint(1, 3))
    ]
    return " ".join((opening, *parts, closing))
