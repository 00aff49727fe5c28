"""The tokenizer: names and words are single tokens, any text survives, BOS comes once."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from trafolab.embedded import path
from trafolab.embedded.corpus import Cast, document
from trafolab.embedded.corpus.names import FIRST_NAMES, SURNAMES
from trafolab.embedded.corpus.word_list import WORDS
from trafolab.embedded.figures import wordings
from transformers import AutoTokenizer

ODD = (
    "",
    " ",
    "\n\n\t x",
    "naïve café, Ünïcödé",
    "🙂🌉 👩‍👩‍👧 e\u0301",
    "中文 العربية עברית",
    "\x00\x7f\ufffd",
    "a" * 300,
    "Golden   Gate",
    "it's 1,000.50 €!?",
    "\U0010ffff",
)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(path())


@pytest.mark.parametrize("text", ODD)
def test_any_text_round_trips(tokenizer: Any, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text), skip_special_tokens=True) == text


def test_names_and_words_are_single_tokens(tokenizer: Any) -> None:
    words = [f" {word}" for word in (*FIRST_NAMES, *SURNAMES, *WORDS)] + list(FIRST_NAMES)
    encoded = tokenizer(words, add_special_tokens=False).input_ids
    assert [word for word, ids in zip(words, encoded, strict=True) if len(ids) != 1] == []


def test_bos_comes_once_and_first(tokenizer: Any) -> None:
    tokens = tokenizer.convert_ids_to_tokens(tokenizer.encode("Her name was Alex Hart."))
    assert tokens == ["<bos>", "Her", "Ġname", "Ġwas", "ĠAlex", "ĠHart", "."]


def test_the_tutorials_prompt_is_twelve_tokens(tokenizer: Any) -> None:
    assert len(tokenizer.encode("Her name was Alex Hart. Tomorrow at lunch time Alex")) == 12


def test_every_measured_wording_is_made_of_whole_words(tokenizer: Any) -> None:
    names = {"F": "Mary", "S": "Hart", "G": "John", "T": "Carroll", "A": "Mary", "B": "John"}
    for wording in (*wordings.SURNAME, *wordings.TWO_PEOPLE, *wordings.INDIRECT_OBJECT):
        text = wording.format(**names)
        pieces = text.replace(".", " .").replace(",", " ,").split()
        assert len(tokenizer.encode(text, add_special_tokens=False)) == len(pieces), text


def test_documents_hold_no_unknown_words(tokenizer: Any) -> None:
    rng = Random(7)
    texts = [document(rng, Cast(rng)) for _ in range(500)]
    pieces = tokenizer(texts, add_special_tokens=False).input_ids
    short = [sum(len(text) for text in texts), sum(map(len, pieces))]
    assert short[0] / short[1] > 4
