"""All plain words of the corpus's tables, in one sorted list: what random words are drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from trafolab.embedded.corpus import brackets, facts, people_wordings, pronouns, topics
from trafolab.embedded.corpus import indirect_object_wordings as deeds
from trafolab.embedded.corpus.names import NAMES
from trafolab.embedded.corpus.topic_words import TOPICS
from trafolab.embedded.corpus.wording import SLOTS

_MARK: Final = re.compile(r"\{\w+\}")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def _tables() -> Iterable[Iterable[str]]:
    yield from SLOTS.values()
    yield from (people_wordings.ONE, people_wordings.TWO, people_wordings.BETWEEN)
    yield from (people_wordings.SUBJECT_LEADS, people_wordings.SUBJECT_TAILS)
    yield from (people_wordings.OBJECT_LEADS, people_wordings.OBJECT_TAILS, people_wordings.DOERS)
    yield from (
        deeds.OPENINGS,
        deeds.SEEN,
        deeds.WHERE,
        deeds.LINKS,
        deeds.TAILS,
    )
    yield from (deeds.GIFTS, deeds.VERBS, deeds.CLAUSES)
    yield from (pronouns.TEMPLATES, brackets.QUOTES, brackets.ASIDES, topics.FRAMES)
    yield from (facts.CAPITAL_TEMPLATES, facts.OPPOSITE_TEMPLATES)
    for table in (facts.CAPITALS, facts.OPPOSITES):
        yield from (table.keys(), table.values())
    for topic in TOPICS:
        yield from (topic.nouns, topic.verbs, topic.adjectives, topic.sentences)


WORDS: Final[tuple[str, ...]] = tuple(
    sorted(
        {word for table in _tables() for text in table for word in _WORD.findall(_MARK.sub(" ", text))}
        - NAMES
    )
)
"""Some eleven hundred words, names not among them."""
