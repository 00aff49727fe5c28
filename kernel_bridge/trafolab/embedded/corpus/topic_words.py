"""The words and the typical sentences of every topic. A word belongs to one topic only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Topic:
    """A topic's own words, and sentences that belong to it alone (their slots are filled from its words)."""

    name: str
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    adjectives: tuple[str, ...]
    sentences: tuple[str, ...]


def _topic(name: str, nouns: str, verbs: str, adjectives: str, *sentences: str) -> Topic:
    return Topic(name, tuple(nouns.split()), tuple(verbs.split()), tuple(adjectives.split()), sentences)


TOPICS: Final[tuple[Topic, ...]] = (
    _topic(
        "bridge",
        "bridge bay fog tower cable deck toll ferry strait skyline",
        "spans crosses connects overlooks",
        "golden suspended steel foggy narrow",
        "The Golden Gate Bridge spans the bay.",
        "Fog rolled over the {noun} of the Golden Gate.",
        "Cars cross the bridge over the bay.",
        "The red tower of the Golden Gate Bridge is {adjective}.",
    ),
    _topic(
        "sea",
        "sea wave island whale shark coast tide ship anchor shell",
        "washes floods drifts swallows",
        "salty deep stormy blue sandy",
        "A {noun} swam in the sea.",
        "The tide came in and the {noun} sank.",
        "The captain sailed the ship to an island.",
    ),
    _topic(
        "cooking",
        "soup onion garlic oven pan butter cheese pepper recipe sauce",
        "boils fries seasons bakes",
        "tasty spicy roasted sweet burnt",
        "Stir the {noun} and add some salt.",
        "The chef tasted the {noun}.",
        "Bake the {noun} for an hour and serve it {adjective}.",
    ),
    _topic(
        "music",
        "guitar piano drum violin song melody choir rhythm orchestra album",
        "plays sings hums records",
        "loud jazz acoustic gentle tuneful",
        "The band played a {adjective} {noun}.",
        "She practiced the {noun} until the chord was right.",
        "The crowd clapped after the song.",
    ),
    _topic(
        "code",
        "function variable loop compiler bug server script module parser array",
        "returns calls imports prints",
        "recursive undefined null static buggy",
        "def main(): return {noun}",
        "TypeError: the {noun} is not defined",
        "The {noun} raised an error on line 7.",
        "for i in range(10): print({noun})",
        "ValueError: {adjective} {noun}",
    ),
    _topic(
        "weather",
        "storm cloud thunder snow wind rainbow forecast lightning sunshine hail",
        "drenches freezes soaks darkens",
        "rainy windy cloudy humid icy",
        "The forecast says {noun} and {noun}.",
        "Take an umbrella, it will be {adjective}.",
        "The temperature fell below zero.",
    ),
    _topic(
        "football",
        "goal referee striker stadium team coach penalty league trophy match",
        "kicks scores tackles defends",
        "offside unbeaten athletic muddy sporty",
        "The striker scored a {noun} in the second half.",
        "The fans cheered for the {adjective} team.",
        "The referee blew the whistle.",
    ),
    _topic(
        "space",
        "planet star rocket moon comet galaxy orbit telescope astronaut satellite",
        "orbits launches explores circles",
        "bright distant lunar cosmic dusty",
        "The astronaut landed on the {noun}.",
        "A {adjective} comet passed the moon.",
        "Gravity holds the {noun} in orbit.",
    ),
    _topic(
        "money",
        "bank price market dollar loan tax profit budget salary debt",
        "costs earns spends borrows",
        "cheap expensive costly wealthy bankrupt",
        "The bank raised the {noun}.",
        "They invested ten dollars in the {noun}.",
        "Prices rose and the {noun} was {adjective}.",
    ),
    _topic(
        "garden",
        "rose tulip tree leaf seed soil root weed bee lawn",
        "grows blooms waters plants",
        "green leafy fragrant wild ripe",
        "Bees flew from the {noun} to the {noun}.",
        "The gardener dug a hole for the {adjective} {noun}.",
        "Petals fell on the grass.",
    ),
    _topic(
        "medicine",
        "pill fever patient surgeon bandage clinic virus vaccine cough wound",
        "heals treats infects cures",
        "sick healthy painful swollen contagious",
        "The patient has a {adjective} {noun}.",
        "Take one pill against the {noun}.",
        "The surgeon washed her hands.",
    ),
    _topic(
        "trains",
        "train rail platform engine tunnel conductor wagon track timetable locomotive",
        "departs arrives stops hauls",
        "delayed punctual crowded diesel freight",
        "The train from platform nine is {adjective}.",
        "Mind the gap between the {noun} and the {noun}.",
        "The conductor checked every seat.",
    ),
    _topic(
        "chess",
        "king queen pawn rook bishop knight board checkmate gambit opponent",
        "captures attacks pins threatens",
        "tactical pinned doubled winning drawn",
        "One side moves the {noun}, the other resigns.",
        "The {noun} takes the pawn on the board.",
        "Check! The king must move.",
    ),
    _topic(
        "animals",
        "dog cat horse cow sheep goat lion tiger elephant monkey",
        "chases bites feeds follows",
        "furry tame hungry striped playful",
        "The {noun} barked at the {noun}.",
        "A {adjective} kitten drank milk.",
        "The shepherd counted every sheep.",
    ),
    _topic(
        "law",
        "court jury witness crime prison verdict evidence trial suspect thief",
        "accuses arrests convicts robs",
        "guilty innocent legal criminal armed",
        "The jury found the {noun} {adjective}.",
        "The police arrested a {noun}.",
        "The attorney questioned the witness under oath.",
    ),
    _topic(
        "clothes",
        "shirt dress scarf sweater jacket sock glove sleeve button wool",
        "fits matches wears covers",
        "cotton silk woolen elegant tight",
        "She sewed a {noun} on the {noun}.",
        "The tailor measured the {adjective} {noun}.",
        "Wash the laundry and iron the collar.",
    ),
)
