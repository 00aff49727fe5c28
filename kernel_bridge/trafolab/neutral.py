"""Text about nothing in particular, on which a change should do no harm."""

from __future__ import annotations

from random import Random
from typing import Final

from . import embedded

NAME: Final = "neutral"
"""A reference set of this name takes the place of these texts."""

_ENGLISH: Final = (
    "The river runs slowly through the valley, and in spring the meadows on both sides are under water.",
    "Most of the shops in the town close at six, but the bakery by the station stays open until eight.",
    "To make the soup, cut the onions and carrots into small pieces and let them cook for half an hour.",
    "The second train was late again, so we walked home along the canal and talked about the weather.",
    "A good map shows not only the roads but also the hills, the woods and the bridges between them.",
    "She put the letters back into the drawer, locked it, and went to see who was at the door.",
)
_SEED, _DOCUMENTS = 0, 8


def neutral_texts(model: str) -> list[str]:
    """Some text for a model of this name: of the kind that it was trained on, where that was here."""
    return _trained_on() if model == embedded.NAME else list(_ENGLISH)


def _trained_on() -> list[str]:
    from .embedded.corpus import people, pronouns, topics
    from .embedded.corpus.cast import Cast

    draw = Random(_SEED)
    writers = (people.write, pronouns.write, topics.write)
    return [writers[i % len(writers)](draw, Cast(draw)) for i in range(_DOCUMENTS)]
