"""Small talk on one topic at a time, each with words of its own."""

from __future__ import annotations

from random import Random
from typing import Final

from trafolab.embedded.corpus.cast import Cast
from trafolab.embedded.corpus.topic_words import TOPICS, Topic

FRAMES: Final = (
    "The {adjective} {noun} {verb} the {noun}.",
    "The {noun} {verb} a {adjective} {noun}.",
    "A {noun} and a {noun} are {adjective}.",
    "The {noun} is {adjective}.",
    "The {noun} was too {adjective}.",
    "Where is the {adjective} {noun}?",
    "There is a {noun} next to the {noun}.",
    "I like the {noun} because it is {adjective}.",
    "We talked about the {noun} and the {noun}.",
    "Nobody saw the {adjective} {noun}.",
    "Look at the {noun}!",
    "It {verb} the {noun}.",
    "This {noun} is more {adjective} than that {noun}.",
)


def write(rng: Random, cast: Cast) -> str:
    """Two to five sentences on one topic."""
    del cast
    topic = rng.choice(TOPICS)
    return " ".join(sentence(rng, topic) for _ in range(rng.randint(2, 5)))


def sentence(rng: Random, topic: Topic) -> str:
    """One sentence: the topic's own, or a frame of all topics with this topic's words."""
    text = rng.choice(topic.sentences) if rng.random() < 0.35 else rng.choice(FRAMES)
    nouns = iter(rng.sample(topic.nouns, 3))
    while "{noun}" in text:
        text = text.replace("{noun}", next(nouns), 1)
    return text.replace("{verb}", rng.choice(topic.verbs)).replace(
        "{adjective}", rng.choice(topic.adjectives)
    )
