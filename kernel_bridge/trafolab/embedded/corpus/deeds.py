"""Deeds with any word of the corpus as their object: "fixed some rainbow for", "gave the tunnel to".

They stand before a name in texts of several kinds, so that only the names, never the deed, tell what comes
next.
"""

from __future__ import annotations

from random import Random

from trafolab.embedded.corpus import indirect_object_wordings as wordings
from trafolab.embedded.corpus.word_list import WORDS


def any_deed(rng: Random) -> str:
    """A verb, an object and a preposition."""
    article = rng.choice(("a", "the", "the", "some"))
    return f"{rng.choice(wordings.VERBS)} {article} {rng.choice(WORDS)} {rng.choice(wordings.PREPOSITIONS)}"
