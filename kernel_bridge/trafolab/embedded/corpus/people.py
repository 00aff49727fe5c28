"""People introduced by first name and surname, and mentioned again by both.

Three things force the model to *bind* a surname to its first name instead of copying the nearest surname:
several people are about at once; a third of the mentions are of strangers, whose surname is one not seen
before; and some scenes have random words instead of a wording, so that nothing but the name itself tells
what follows.
"""

from __future__ import annotations

from random import Random
from typing import Final

from trafolab.embedded.corpus import people_wordings as wordings
from trafolab.embedded.corpus.cast import Cast, Person
from trafolab.embedded.corpus.deeds import any_deed
from trafolab.embedded.corpus.repeats import random_words
from trafolab.embedded.corpus.word_list import WORDS
from trafolab.embedded.corpus.wording import FORMS, fill

_STRANGERS: Final = 0.3
_RANDOM_WORDINGS: Final = 0.15


def write(rng: Random, cast: Cast) -> str:
    """One scene: one to four people introduced, then mentions of them and of strangers."""
    people = [cast.person() for _ in range(rng.choices((1, 2, 3, 4), (40, 35, 15, 10))[0])]
    if rng.random() < _RANDOM_WORDINGS:
        return _in_random_words(rng, people)
    sentences = _introductions(rng, people)
    for _ in range(rng.randint(1, len(people) + 2)):
        if rng.random() < _STRANGERS:
            people.append(cast.person())
            person = people[-1]
        else:
            person = rng.choice(people)
        if rng.random() < 0.2:
            sentences.append(_capital(fill(rng, rng.choice(wordings.BETWEEN))))
        sentences.append(_mention(rng, person))
    return " ".join(sentences)


def _introductions(rng: Random, people: list[Person]) -> list[str]:
    waiting, sentences = list(people), list[str]()
    while waiting:
        if len(waiting) > 1 and rng.random() < 0.6:
            one, two = waiting.pop(0), waiting.pop(0)
            given = {"one": one.name, "two": two.name}
            sentences.append(_capital(fill(rng, rng.choice(wordings.TWO), given)))
        else:
            person = waiting.pop(0)
            given = {"name": person.name, **FORMS[person.pronoun]}
            sentences.append(fill(rng, rng.choice(wordings.ONE), given))
    return sentences


def _mention(rng: Random, person: Person) -> str:
    if rng.random() < 0.65:
        lead, tail = rng.choice(wordings.SUBJECT_LEADS), rng.choice(wordings.SUBJECT_TAILS)
    else:
        lead, tail = rng.choice(wordings.OBJECT_LEADS), rng.choice(wordings.OBJECT_TAILS)
        if rng.random() < 0.35:
            lead = f"{rng.choice(wordings.DOERS)} {any_deed(rng)}"
    gap = "" if tail == "." else " "
    return fill(rng, f"{lead} {person.name}{gap}{tail}".lstrip())


def _in_random_words(rng: Random, people: list[Person]) -> str:
    """Everybody twice, in any order the second time, after random words that are no names."""
    again = rng.sample(people, len(people))
    parts = [f"{random_words(rng, rng.randint(1, 6), WORDS)} {person.name}" for person in (*people, *again)]
    return f" {' '.join(parts)}."


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
