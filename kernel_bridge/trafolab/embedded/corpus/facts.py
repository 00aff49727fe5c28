"""A few dozen facts: capitals and opposites, each told in several ways."""

from __future__ import annotations

from random import Random
from typing import Final

from trafolab.embedded.corpus.cast import Cast


def _pairs(table: str) -> dict[str, str]:
    pairs = (pair.split() for pair in table.split(";"))
    return {pair[0]: pair[1] for pair in pairs}


CAPITALS: Final[dict[str, str]] = _pairs(
    """ France Paris; Germany Berlin; Italy Rome; Spain Madrid; Portugal Lisbon; Greece Athens; Austria
    Vienna; Poland Warsaw; Hungary Budapest; Norway Oslo; Sweden Stockholm; Finland Helsinki; Denmark
    Copenhagen; Ireland Dublin; England London; Scotland Edinburgh; Belgium Brussels; Switzerland Bern;
    Russia Moscow; Ukraine Kyiv; Turkey Ankara; Egypt Cairo; Kenya Nairobi; Ghana Accra; Nigeria Abuja;
    Morocco Rabat; Japan Tokyo; China Beijing; Thailand Bangkok; Vietnam Hanoi; Indonesia Jakarta; Canada
    Ottawa; Cuba Havana; Peru Lima; Chile Santiago; Iran Tehran; Iraq Baghdad; Romania Bucharest; Bulgaria
    Sofia; Croatia Zagreb; Serbia Belgrade; Iceland Reykjavik; Nepal Kathmandu; Qatar Doha
"""
)

OPPOSITES: Final[dict[str, str]] = _pairs(
    """ hot cold; big small; old new; fast slow; high low; light dark; open closed; early late; wet dry;
    rich poor; hard soft; long short; loud quiet; good bad; full empty; happy sad
"""
)

CAPITAL_TEMPLATES: Final = (
    "The capital of {country} is {capital}.",
    "{capital} is the capital of {country}.",
    "In {country} the capital is called {capital}.",
    "The bus to {capital}, the capital of {country}, was late.",
    "They moved to {country} and lived in its capital, {capital}.",
    "{capital} lies in {country}.",
    "Every visitor of {country} sees {capital}.",
)
OPPOSITE_TEMPLATES: Final = (
    "The opposite of {one} is {two}.",
    "It was not {one} but {two}.",
    "What is not {one} is {two}.",
    "{one} and {two} are opposites.",
)


def write(rng: Random, cast: Cast) -> str:
    """One or two facts."""
    del cast
    return " ".join(_fact(rng) for _ in range(rng.randint(1, 2)))


def _fact(rng: Random) -> str:
    if rng.random() < 0.8:
        country, capital = rng.choice(tuple(CAPITALS.items()))
        return rng.choice(CAPITAL_TEMPLATES).format(country=country, capital=capital)
    one, two = rng.choice(tuple(OPPOSITES.items()))
    text = rng.choice(OPPOSITE_TEMPLATES).format(one=one, two=two)
    return text[0].upper() + text[1:]
