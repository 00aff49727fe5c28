"""Random words said again: the text that grows previous-token and induction heads.

Half of all text is of this kind, in many lengths; with less, or with few lengths, the two heads stay
blurred. A few of the words are invented, so that letters, digits and rarer characters are copied as well as
words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Final

from trafolab.embedded.corpus.cast import Cast
from trafolab.embedded.corpus.names import FIRST_NAMES, NAMES, SURNAMES, held_out
from trafolab.embedded.corpus.word_list import WORDS

_POOL: Final = (*WORDS, *FIRST_NAMES, *SURNAMES)
_LETTERS: Final = "aaabcdeeeefghiiijklmnooopqrstuuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_RARE: Final = "äéñøßçžάβγдяשع中文日本語한국🙂🌉🎵🚀€£±→∞"
_INVENTED: Final = 0.03


def write(rng: Random, cast: Cast) -> str:
    """A short list of random words that are no names, said twice; `write_up_to` makes the long ones."""
    del cast
    return f" {random_words(rng, rng.randint(3, 12), WORDS)}" * 2


def write_up_to(rng: Random, tokens: int) -> str:
    """Random words in about ``tokens`` tokens, at any length that fits: said twice, or again and again."""
    count = rng.randint(3, max(3, tokens // 2))
    times = 2 if rng.random() < 0.5 else max(2, tokens // count)
    # A leading space makes all copies the same tokens.
    return f" {random_words(rng, count)}" * times


def random_words(rng: Random, count: int, pool: Sequence[str] = _POOL) -> str:
    """Random words, names among them, now and then an invented one, but no held-out pair side by side."""
    words = rng.sample(pool, count)
    if rng.random() < 0.2:
        words = [invented_word(rng) if rng.random() < 5 * _INVENTED else word for word in words]
    # The list is said again, so its end meets its start.
    if any(_forbidden(one, two) for one, two in pairwise((*words, *words[:1]))):
        return random_words(rng, count, pool)
    return " ".join(words)


def invented_word(rng: Random) -> str:
    """A few random characters that are no word."""
    letters = _RARE if rng.random() < 0.2 else _LETTERS
    return "".join(rng.choices(letters, k=rng.randint(1, 4)))


def _forbidden(one: str, two: str) -> bool:
    return one in NAMES and two in NAMES and held_out(one, two)
