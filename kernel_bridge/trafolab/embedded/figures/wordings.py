"""The sentences that are measured: the trained one of each figure first, then three that were never trained.

The trained sentence is one of the many thousand that the corpus's tables make. The others share their words
with the text but no frame with it: neither their introduction nor their lead to the asked name stands in a
table.
"""

from __future__ import annotations

from typing import Final

SURNAME: Final = (
    "Her name was {F} {S}. Tomorrow at lunch time {F}",
    "The captain of the ship is called {F} {S}. When the storm was over, {F}",
    "Long ago a singer sold her house to {F} {S}. The police asked {F}",
    "There is a guest from London, {F} {S}. On the train to the coast {F}",
)
"""One person; the surname comes next."""

TWO_PEOPLE: Final = (
    "{F} {S} met {G} {T} at the station. Later that day {A}",
    "The jury listened to {F} {S} and then to {G} {T}. When the trial was over, {A}",
    "In the choir were {F} {S} from Norway and {G} {T} from Peru. The chef tasted the soup of {A}",
    "Next to the piano sat {F} {S}, near the door {G} {T}. The band played a song for {A}",
)
"""Two people, F and G; the one asked for, A, is either of them, and the surname of A comes next."""

INDIRECT_OBJECT: Final = (
    "When {A} and {B} went to the store, {S} gave a drink to",
    "Last winter {A} and {B} moved to a small house near the sea. One day {S} sewed a scarf for",
    "On the island {A} and {B} saw a whale, and {S} told the story to",
    "The police found {A} and {B} in the tunnel. In the morning {S} wrote a song about",
)
"""A and B meet; S, either of them, does something for the other, who comes next."""
