"""Names for the prompts: pairs that no training text holds side by side."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from trafolab.embedded.corpus.names import FIRST_NAMES, SURNAMES, held_out


def pairs(rng: Random) -> Iterator[tuple[str, str]]:
    """Endless held-out pairs of a first name and a surname."""
    while True:
        first, surname = rng.choice(FIRST_NAMES), rng.choice(SURNAMES)
        if held_out(first, surname):
            yield first, surname


def couples(rng: Random) -> Iterator[tuple[str, str]]:
    """Endless held-out pairs of two first names."""
    while True:
        one, two = rng.sample(FIRST_NAMES, 2)
        if held_out(one, two):
            yield one, two


def other_first(rng: Random, first: str, surname: str) -> str:
    """Another first name, held out beside this surname."""
    return rng.choice([name for name in FIRST_NAMES if name != first and held_out(name, surname)])


def other_surname(rng: Random, surname: str) -> str:
    """Another surname."""
    return rng.choice([name for name in SURNAMES if name != surname])
