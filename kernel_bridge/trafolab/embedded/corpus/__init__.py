"""The training text: what kinds of text there are, and how much of each.

Everything is written by seeded generators from short tables. A *sequence* is the text of one training
context. Many sequences are random words said twice (they grow crisp previous-token and induction heads),
the others hold documents of all kinds, whose names come from one cast.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from trafolab.embedded.corpus import brackets, facts, indirect_object, people, pronouns, repeats, topics
from trafolab.embedded.corpus.cast import Cast

Writer = Callable[[Random, Cast], str]

KINDS: Final[dict[str, tuple[Writer, int]]] = {
    "people": (people.write, 24),
    "indirect object": (indirect_object.write, 42),
    "topics": (topics.write, 8),
    "pronouns": (pronouns.write, 12),
    "facts": (facts.write, 5),
    "brackets": (brackets.write, 7),
    "repeats": (repeats.write, 2),
}
"""Every kind of document: its writer, and how many documents in a hundred are of this kind."""

_CHARACTERS_A_TOKEN: Final = 6
_WRITERS: Final = tuple(writer for writer, _ in KINDS.values())
_WEIGHTS: Final = tuple(weight for _, weight in KINDS.values())


def document(rng: Random, cast: Cast) -> str:
    """One document of a random kind."""
    return rng.choices(_WRITERS, _WEIGHTS)[0](rng, cast)


def sequence(rng: Random, tokens: int, repeated: float) -> str:
    """Text for one training context: at least about ``tokens`` tokens, to be cut off there.

    ``repeated`` is the share of sequences that hold nothing but random words said twice.
    """
    return _repeated(rng, tokens) if rng.random() < repeated else _mixed(rng, tokens)


def _mixed(rng: Random, tokens: int) -> str:
    """Documents of one cast, on lines of their own or in one paragraph."""
    cast, gap, text = Cast(rng), rng.choice(("\n", " ")), ""
    while len(text) < tokens * _CHARACTERS_A_TOKEN:
        # Random words may end with a name that a document's first name must not follow: always a new line.
        piece = document(rng, cast)
        text += f"\n{piece}\n" if piece.startswith(" ") else f"{piece}{gap}"
    return text


def _repeated(rng: Random, tokens: int) -> str:
    text = repeats.write_up_to(rng, tokens)
    while len(text) < tokens * _CHARACTERS_A_TOKEN:
        text += "\n" + repeats.write_up_to(rng, tokens // 2)
    return text
