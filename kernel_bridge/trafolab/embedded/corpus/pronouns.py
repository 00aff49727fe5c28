"""Pronouns that agree with the person's first name."""

from __future__ import annotations

from random import Random
from typing import Final

from trafolab.embedded.corpus.cast import Cast
from trafolab.embedded.corpus.wording import FORMS, fill

TEMPLATES: Final = (
    "{first} lost {his} {thing} because {he} was {quality}.",
    "{first} said that {he} was {quality}.",
    "{first} likes {his} {place} and {his} friends like {him}.",
    "{first} went to the {place}, but {he} forgot {his} {thing}.",
    "When {first} came home, {he} was {quality}.",
    "When {first} came home {hour}, {he} was {quality}.",
    "After {first} left the {place} {hour}, {he} called {his} {relation}.",
    "When {first} saw the {thing}, {he} laughed.",
    "{first} hurt {himself} at the {place}.",
    "{first} bought {himself} a {thing}.",
    "{first} asked the {job} to help {him}.",
    "The {job} gave {first} {his} {thing}.",
    "{day} {first} cooked {meal} and {he} ate it.",
    "{first} is a {job}. {He} works at the {place}.",
    "{first} is {quality}. Everybody likes {him}.",
    "{first} opened a {place}. {His} friends came {hour}.",
    "{first} looked at {himself} and {he} laughed.",
    "{first} is proud of {himself} because {he} found {his} {thing}.",
    "{first} called {his} {relation} and {he} told a joke.",
    "If {first} is late, {he} will miss {meal}.",
)


def write(rng: Random, cast: Cast) -> str:
    """One or two sentences about somebody, with the right ``he``, ``she``, ``him``, ``her``, …"""
    first = cast.first_name()
    given = {"first": first, **FORMS[cast.pronoun(first)]}
    return fill(rng, rng.choice(TEMPLATES), given)
