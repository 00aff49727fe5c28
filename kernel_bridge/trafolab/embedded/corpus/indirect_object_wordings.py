"""How two people meet and what one of them does for the other: the tables of `indirect_object`."""

from __future__ import annotations

from typing import Final

from trafolab.embedded.corpus.wording import words

OPENINGS: Final = (
    "When {one} and {two} went to the {place},",
    "When {one} and {two} met at the {place},",
    "When {one} and {two} came home,",
    "After {one} and {two} left the {place},",
    "After {one} and {two} had {meal},",
    "While {one} and {two} were at the {place},",
    "While {one} and {two} waited near the {place},",
    "As {one} and {two} walked to the {place},",
    "Before {one} and {two} left,",
    "Because {one} and {two} were friends,",
    "{day} {one} and {two} went to the {place}.",
    "{day} {one} and {two} had {meal} at the {place}.",
    "{one} and {two} were at the {place}.",
    "{one} and {two} are good friends.",
    "{one} and {two} worked at the {place}.",
    "{one} and {two} found a {thing} in the {place}.",
    "Then {one} and {two} had a long talk.",
    "Then {one} and {two} went to the {place}.",
    "{hour} {one} and {two} sat in the {place}.",
    "{one} met {two} at the {place}.",
    "{one} visited {two} {hour}.",
    "{one} was with {two} when it rained.",
    "There were only {one} and {two} at the {place}.",
    "My friends {one} and {two} came {hour}.",
    "{day} we met {one} and {two} at the {place}.",
    "The {job} saw {one} and {two} near the {place}.",
    "I know {one} and {two}.",
    "The {job} called {one} and {two} {hour}.",
)

SEEN: Final = (
    "The {job}",
    "The {quality} {job}",
    "My {relation}",
    "We",
    "They",
    "I",
    "Somebody",
    "{day} the {job}",
    "{day} I",
)
"""Who does something to both of them, by which they come in as objects."""

WHERE: Final = (".", ".", " at the {place}.", " in the {place}.", " near the {place}.", " {hour}.")

LINKS: Final = (
    "",
    "",
    "",
    "",
    "{day}",
    "{hour}",
    "Later",
    "Then",
    "Soon",
    "And then",
    "After that,",
    "At the {place},",
    "So",
    "The next day",
    "Finally",
)

CLAUSES: Final = (
    ", and",
    " and",
    ", and then",
    ", but",
    ", so",
    ", then",
    " while",
    " because",
    " before",
    ", for",
    " after",
)

GIFTS: Final = (
    "gave a {thing} to",
    "gave the {thing} to",
    "gave a {thing} to",
    "gave the {thing} back to",
    "handed a {thing} to",
    "handed the {thing} to",
    "passed the {thing} to",
    "sold a {thing} to",
    "sent a {thing} to",
    "showed the {thing} to",
    "brought a {thing} to",
    "threw the {thing} to",
    "lent a {thing} to",
    "offered a {thing} to",
    "decided to give a {thing} to",
    "wanted to give the {thing} to",
    "said hello to",
    "said goodbye to",
    "spoke to",
    "whispered to",
    "wrote a letter to",
    "waved to",
    "read a story to",
    "told a joke to",
    "sang a song to",
    "promised a {thing} to",
    "made a cake for",
    "bought a {thing} for",
    "opened the door for",
    "carried the {thing} for",
    "took a picture of",
    "had a present for",
    "listened to",
)

VERBS: Final = words(
    "gave showed sold made found wrote read took brought opened cooked moved hid wanted sewed washed "
    "told painted carried fixed saved chose lost said sang played kept built cut dropped"
)
PREPOSITIONS: Final = (
    "to",
    "to",
    "to",
    "for",
    "for",
    "about",
    "with",
    "near",
    "from",
    "behind",
    "of",
    "at",
    "after",
)

TAILS: Final = (".", ".", ".", " {hour}.", " at the {place}.", " and left.", " again.")
