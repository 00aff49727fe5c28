"""Sentences in which two people meet and one of them gives something to the other."""

from __future__ import annotations

from random import Random

from trafolab.embedded.corpus import indirect_object_wordings as wordings
from trafolab.embedded.corpus.cast import Cast
from trafolab.embedded.corpus.deeds import any_deed
from trafolab.embedded.corpus.repeats import random_words
from trafolab.embedded.corpus.word_list import WORDS
from trafolab.embedded.corpus.wording import fill


def write(rng: Random, cast: Cast) -> str:
    """One opening with two people, then one or two gifts from one of them to the other."""
    one, two = cast.pair()
    text = fill(rng, _opening(rng), {"one": one, "two": two})
    giver, taker = rng.choice(((one, two), (two, one)))
    if text.endswith(".") and rng.random() < 0.35:
        text = text[:-1] + rng.choice(wordings.CLAUSES)
    text += _gift(rng, rng.choice(wordings.LINKS) if text.endswith(".") else "", giver, taker)
    if rng.random() < 0.2:
        giver, taker = rng.choice(((one, two), (two, one)))
        text += _gift(rng, rng.choice(wordings.LINKS), giver, taker)
    return text[0].upper() + text[1:]


def _opening(rng: Random) -> str:
    """A sentence or a clause with both names, in three kinds, so that no frame of words is needed to see two
    people."""
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(wordings.OPENINGS)
    return _as_objects(rng) if kind < 0.75 else _any_opening(rng)


def _as_objects(rng: Random) -> str:
    """They come in as those to whom something is done; any verb will do."""
    who, verb, where = rng.choice(wordings.SEEN), rng.choice(wordings.VERBS), rng.choice(wordings.WHERE)
    return f"{who} {verb} {{one}} and {{two}}{where}"


def _gift(rng: Random, link: str, giver: str, taker: str) -> str:
    deed = rng.choice(wordings.GIFTS) if rng.random() < 0.6 else any_deed(rng)
    words = fill(rng, f"{link} {giver} {deed} {taker}{rng.choice(wordings.TAILS)}".lstrip())
    return f" {words[0].upper()}{words[1:]}" if link else f" {words}"


def _any_opening(rng: Random) -> str:
    """An opening of random words around the two names; the space spares bare words to the vocabulary."""
    before = random_words(rng, rng.randint(1, 4), WORDS)
    return f" {before} {{one}} and {{two}} {random_words(rng, rng.randint(1, 4), WORDS)}{rng.choice('.,')}"
