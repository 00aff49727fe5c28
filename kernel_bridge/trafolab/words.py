"""Tokens as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Protocol

from trafolab_protocol.prompts import Prompt


class Words(Protocol):
    """How ids become text, whether or not there is a tokenizer."""

    def text(self, token: int) -> str:
        """What to show for one id."""
        ...

    def ids(self, text: str) -> list[int] | None:
        """Ids of a piece of text without BOS; None where there is no tokenizer."""
        ...


class TokenizerWords:
    """Texts as a tokenizer decodes them, each id alone and with its whitespace."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.text = lru_cache(maxsize=65536)(self._text)

    def ids(self, text: str) -> list[int] | None:
        """Ids of ``text`` as it continues a prompt."""
        # SentencePiece puts a space before what it encodes, so that " Hart" is said as "Hart".
        spellings = [self._encoded(text), self._encoded(text.removeprefix(" "))]
        return next((ids for ids in spellings if "".join(map(self.text, ids)) == text), spellings[0])

    def _encoded(self, text: str) -> list[int]:
        return [int(i) for i in self._tokenizer(text, add_special_tokens=False)["input_ids"]]

    def _text(self, token: int) -> str:
        piece = self._tokenizer.convert_ids_to_tokens(token)
        if piece is None:
            return f"<{token}>"
        if piece.startswith("<0x") and len(piece) == 6:
            return f"\\x{piece[3:5].lower()}"
        if "▁" in piece:
            # SentencePiece decodes a word alone without the space before it.
            return piece.replace("▁", " ")
        text = self._tokenizer.decode([token], clean_up_tokenization_spaces=False)
        return _bytes_shown(piece) if "�" in text else text


class BareWords:
    """Ids as their own names, or as a prompt labelled them."""

    def __init__(self, labels: dict[int, str] | None = None) -> None:
        self._labels = labels or {}

    def text(self, token: int) -> str:
        """The label, or the number."""
        return self._labels.get(token, str(token))

    def ids(self, text: str) -> list[int] | None:
        """The id that carries this label; None where no label does."""
        return next(([token] for token, label in self._labels.items() if label == text), None)


def words_of(tokenizer: Any) -> Words:
    """The words of a model with this tokenizer, which may be None."""
    return BareWords() if tokenizer is None else TokenizerWords(tokenizer)


def words_with_labels(words: Words, prompts: Iterable[Prompt]) -> Words:
    """The words of a model without a tokenizer, with what its prompts label the ids, the
    first of them foremost."""
    if not isinstance(words, BareWords):
        return words
    labels: dict[int, str] = {}
    for prompt in prompts:
        for token in prompt.tokens:
            labels.setdefault(token.id, token.text)
    return BareWords(labels)


def _bytes_shown(piece: str) -> str:
    """The bytes of a byte-level token, decoded where they are whole characters after all."""
    table = _byte_of_character()
    if any(c not in table for c in piece):
        return piece
    raw = bytes(table[c] for c in piece)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(f"\\x{byte:02x}" for byte in raw)


@lru_cache(maxsize=1)
def _byte_of_character() -> dict[str, int]:
    """GPT-2's table of printable stand-ins for bytes, turned round."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(b): b for b in plain} | {chr(256 + i): b for i, b in enumerate(others)}
