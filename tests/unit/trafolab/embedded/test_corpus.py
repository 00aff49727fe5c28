"""The corpus: the same seed writes the same text, held-out pairs never stand in it, its tables are sound."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from trafolab.embedded.corpus import KINDS, Cast, people_wordings, sequence
from trafolab.embedded.corpus.facts import CAPITALS
from trafolab.embedded.corpus.names import FIRST_NAMES, GENDERS, NAMES, SURNAMES, held_out
from trafolab.embedded.corpus.topic_words import TOPICS
from trafolab.embedded.figures import wordings


def test_the_same_seed_writes_the_same_text() -> None:
    one, two = ([sequence(Random(seed), 256, 0.5) for seed in range(20)] for _ in range(2))
    assert one == two
    assert len(set(one)) == 20


def test_held_out_pairs_are_never_written() -> None:
    rng = Random(11)
    texts = [line for _ in range(2000) for line in sequence(rng, 256, 0.5).split("\n")]
    beside = {pair for text in texts for pair in pairwise(re.findall(r"\S+", text)) if set(pair) <= NAMES}
    assert len(beside) > 10_000
    assert [pair for pair in beside if held_out(*pair)] == []
    couples = {pair for text in texts for pair in re.findall(r"([A-Z]\w+) and ([A-Z]\w+)", text)}
    assert [pair for pair in couples if set(pair) <= set(FIRST_NAMES) and held_out(*pair)] == []


def test_about_one_pair_in_ten_is_held_out() -> None:
    share = sum(held_out(first, surname) for first in FIRST_NAMES for surname in SURNAMES)
    assert share / len(FIRST_NAMES) / len(SURNAMES) == pytest.approx(0.1, abs=0.01)
    assert held_out("Alex", "Hart") == held_out("Hart", "Alex")


def test_the_lists_of_names() -> None:
    assert len(set(FIRST_NAMES)) == len(FIRST_NAMES) >= 150
    assert len(set(SURNAMES)) == len(SURNAMES) >= 150
    assert not set(FIRST_NAMES) & set(SURNAMES)
    assert {"Alex", "Sarah", "Mary", "John"} <= set(FIRST_NAMES)
    assert {"Hart", "Carroll"} <= set(SURNAMES)
    assert set(GENDERS.values()) == {"he", "she", "either"}


def test_a_cast_deals_no_name_twice() -> None:
    cast = Cast(Random(3))
    people = [cast.person() for _ in range(60)]
    couples = [cast.pair() for _ in range(20)]
    firsts = [person.first for person in people] + [name for couple in couples for name in couple]
    assert len(set(firsts)) == len(firsts)
    assert len({person.surname for person in people}) == 60


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_writes_filled_text(kind: str) -> None:
    rng = Random(5)
    writer, _ = KINDS[kind]
    texts = [writer(rng, Cast(rng)) for _ in range(200)]
    assert len(set(texts)) > 40
    assert [text for text in texts if re.search(r"\{\w{2,}\}|  ", text)] == []


def test_facts_are_told_right() -> None:
    rng = Random(1)
    text = " ".join(KINDS["facts"][0](rng, Cast(rng)) for _ in range(2000))
    told = re.findall(r"The capital of (\w+) is (\w+)\.", text)
    assert dict(told) == CAPITALS
    assert len(CAPITALS) >= 36


def test_a_word_belongs_to_one_topic() -> None:
    assert len(TOPICS) >= 12
    words = [word for topic in TOPICS for word in {*topic.nouns, *topic.adjectives}]
    assert len(set(words)) == len(words)


def test_held_out_wordings_share_no_introduction_with_the_trained_ones() -> None:
    trained = {re.sub(r"\{\w+\}", "_", text) for text in (*people_wordings.ONE, *people_wordings.TWO)}
    for wording in (*wordings.SURNAME[1:], *wordings.TWO_PEOPLE[1:]):
        first = wording.partition(".")[0].replace("{F} {S}", "_").replace("{G} {T}", "_") + "."
        assert first not in trained
