"""The byte-level BPE of the embedded model.

Every word of the training text is one token, with its leading space; first names also without, as they may
open a text. The vocabulary holds these words whole (``ignore_merges``: a word that stands in it is taken as
it is), the 256 bytes, and a few hundred merges for everything else, so that any text encodes and decodes to
itself. Ordinary BPE would need a token for every step on the way to each word, and the unembedding, which
dominates the training time, would be twice as wide.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from trafolab.embedded.corpus import Cast, document
from trafolab.embedded.corpus.names import FIRST_NAMES, SURNAMES
from trafolab.embedded.corpus.word_list import WORDS

BOS: Final = "<bos>"
PAD: Final = "<pad>"
CONTEXT: Final = 256

_DOCUMENTS: Final = 40_000
_OFTEN: Final = 5
_MERGES: Final = 250


@cache
def build() -> Tokenizer:
    """The tokenizer, the same whatever the seed of the training run; it takes some seconds, once."""
    words = _words()
    merges = _merges(words)
    vocabulary = {token: at for at, token in enumerate(_tokens(words, merges))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=True))
    tokenizer.pre_tokenizer = _pre_tokenizer()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([BOS, PAD])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A $B", special_tokens=[(BOS, vocabulary[BOS])]
    )
    return tokenizer


def save(tokenizer: Tokenizer, directory: Path) -> None:
    """Write the files that ``AutoTokenizer.from_pretrained(directory)`` reads."""
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=BOS,
        eos_token=BOS,
        pad_token=PAD,
        add_bos_token=True,
        clean_up_tokenization_spaces=False,
        model_max_length=CONTEXT,
    )
    fast.save_pretrained(str(directory))


def _words() -> list[str]:
    """Every word the text holds often enough, in the alphabet of bytes, with its space if it has one."""
    rng, counts = Random(0), Counter[str]()
    split = _pre_tokenizer().pre_tokenize_str
    for _ in range(_DOCUMENTS):
        counts.update(piece for piece, _ in split(document(rng, Cast(rng))))
    texts = (*(f" {word}" for word in (*WORDS, *FIRST_NAMES, *SURNAMES)), *FIRST_NAMES)
    known = {piece for text in texts for piece, _ in split(text)}
    return sorted(known | {word for word, count in counts.items() if count >= _OFTEN})


def _merges(words: list[str]) -> list[tuple[str, str]]:
    """The first merges that BPE learns from the words, each counted once."""
    learner = Tokenizer(models.BPE())
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=len(alphabet) + _MERGES, initial_alphabet=alphabet, show_progress=False, special_tokens=[]
    )
    learner.train_from_iterator(words, trainer)
    return [(one, two) for one, two in json.loads(learner.to_str())["model"]["merges"]]


def _tokens(words: list[str], merges: list[tuple[str, str]]) -> list[str]:
    """All tokens in the order of their ids: BOS, padding, bytes, merges, words."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    return list(dict.fromkeys([BOS, PAD, *letters, *(one + two for one, two in merges), *words]))


def _pre_tokenizer() -> pre_tokenizers.ByteLevel:
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
