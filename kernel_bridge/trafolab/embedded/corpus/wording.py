"""Templates: sentences with slots such as ``{place}``, filled from short lists that many texts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Final

_SLOT: Final = re.compile(r"\{(\w+)\}")


def words(text: str) -> tuple[str, ...]:
    """The words of a line, for tables that are easier to read so."""
    return tuple(text.split())


SLOTS: Final[dict[str, tuple[str, ...]]] = {
    "place": words(
        "store park station market school library office garden beach museum hospital hotel bakery "
        "theater church gym airport restaurant zoo kitchen village harbor farm cinema"
    ),
    "job": words(
        "teacher doctor nurse writer farmer baker painter lawyer driver singer dancer judge pilot "
        "sailor engineer student soldier waiter"
    ),
    "thing": words(
        "book letter key ring drink apple ball picture map ticket bag hat coat pen cup lamp box flower "
        "present phone newspaper camera coin snack"
    ),
    "relation": ("friend", "neighbor", "cousin", "boss", "partner", "guest", "roommate", "colleague"),
    "quality": words("tall kind famous young old quiet clever funny shy brave polite tired happy busy"),
    "day": (
        "Tomorrow",
        "Yesterday",
        "Today",
        "Last week",
        "Next week",
        "On {weekday}",
        "One day",
        "Last {weekday}",
    ),
    "weekday": words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "season": ("spring", "summer", "autumn", "winter"),
    "meal": ("breakfast", "lunch", "dinner"),
    "hour": (
        "at lunch time",
        "at noon",
        "at night",
        "at dinner time",
        "in the morning",
        "in the evening",
        "after work",
        "before {meal}",
        "after {meal}",
        "during the break",
        "after the meeting",
        "before the concert",
    ),
}

FORMS: Final[dict[str, dict[str, str]]] = {
    "he": {"he": "he", "him": "him", "his": "his", "himself": "himself", "He": "He", "His": "His"},
    "she": {"he": "she", "him": "her", "his": "her", "himself": "herself", "He": "She", "His": "Her"},
}
"""Slots named after the masculine pronouns, and what stands there for ``he`` and for ``she``."""


def fill(rng: Random, template: str, given: Mapping[str, str] | None = None) -> str:
    """Fill every slot: from ``given`` where it has the name, else with a random word of the shared list."""
    known = given or {}

    def word(match: re.Match[str]) -> str:
        slot = match[1]
        return known[slot] if slot in known else fill(rng, rng.choice(SLOTS[slot]))

    return _SLOT.sub(word, template) if "{" in template else template
