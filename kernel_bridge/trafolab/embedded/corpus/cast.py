"""The people of one training sequence: no name is dealt twice, no held-out pair is dealt at all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from trafolab.embedded.corpus.names import FIRST_NAMES, GENDERS, SURNAMES, held_out


@dataclass(frozen=True)
class Person:
    """Somebody with a first name, a surname and a pronoun (``he`` or ``she``)."""

    first: str
    surname: str
    pronoun: str

    @property
    def name(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.surname}"


class Cast:
    """Deals names for one sequence.

    Every document of a sequence draws from one cast. So a surname that follows a first name not seen before
    is itself new, and the only way to foresee a surname is to bind it to its first name.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._firsts = rng.sample(FIRST_NAMES, len(FIRST_NAMES))
        self._surnames = rng.sample(SURNAMES, len(SURNAMES))

    def person(self) -> Person:
        """A person with a first name and a surname that nobody in this sequence has yet."""
        first = self._firsts.pop()
        at = next(at for at, surname in enumerate(self._surnames) if not held_out(first, surname))
        return Person(first, self._surnames.pop(at), self.pronoun(first))

    def pair(self) -> tuple[str, str]:
        """Two new first names that may stand together."""
        one = self._firsts.pop()
        at = next(at for at, other in enumerate(self._firsts) if not held_out(one, other))
        return one, self._firsts.pop(at)

    def first_name(self) -> str:
        """One new first name."""
        return self._firsts.pop()

    def pronoun(self, first: str) -> str:
        """``he`` or ``she`` for a first name; a name that goes with both gets either."""
        gender = GENDERS[first]
        return self._rng.choice(("he", "she")) if gender == "either" else gender
