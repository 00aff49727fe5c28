"""How two prompts get as many tokens: which word to change, and into which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from trafolab_protocol.prompts import Prompt, TextSource

from .bench import Bench
from .core import Core
from .embedded.corpus.names import FIRST_NAMES, SURNAMES
from .errors import LabError, PromptError
from .lines import prompt_line
from .prompts import DEFAULT_COUNTERFACTUAL

_WORD = re.compile(r"\s*\S+")
_PARTS = re.compile(r"(\s*\W*)(.*?)(\W*)", re.DOTALL)
"""A word between what stands before and behind it."""


@dataclass(frozen=True)
class Repair:
    """A text with one word changed, which has as many tokens as another."""

    text: str
    old: str
    """The word that is changed."""
    new: str
    n_tokens: int

    def advice(self, name: str) -> str:
        """What it does to the prompt of that name."""
        return f"With {self.new!r} in place of {self.old!r} {name} has {self.n_tokens} tokens."


def with_repair(error: PromptError, core: Core, bench: Bench) -> PromptError:
    """The error with the line that mends it, where it is that a counterfactual is longer or shorter than the
    clean prompt, and one other name makes both alike."""
    other = next((each for each in core.counterfactuals if each.name == error.subject), None)
    if error.code != "unequal_lengths" or core.clean is None or other is None:
        return error
    found = repair(other, core.clean, bench)
    if found is None:
        return error
    sources = {each.name: each.source for each in core.counterfactuals}
    sources[other.name] = TextSource(text=found.text)
    line = prompt_line(core.clean.source, sources, DEFAULT_COUNTERFACTUAL)
    return PromptError(error.code, error.what, error.subject, f"{found.advice(other.name)} That is {line}")


def repair(prompt: Prompt, like: Prompt, bench: Bench) -> Repair | None:
    """The first prompt with a name in place of one in which the two differ; None where none fits, or where
    they are no texts."""
    ours, theirs = prompt.source, like.source
    if not isinstance(ours, TextSource) or not isinstance(theirs, TextSource):
        return None
    # The page asks after each change of anything.
    key = ours.text, theirs.text
    if key not in bench.repairs:
        bench.repairs[key] = _found(*key, len(like.tokens), bench)
    return bench.repairs[key]


def _found(ours: str, theirs: str, length: int, bench: Bench) -> Repair | None:
    words = _WORD.findall(ours)
    for place, word, other in _differing(words, _WORD.findall(theirs)):
        before, core, behind = _parts(word)
        for name in _names_like(core, _parts(other)[1]):
            text = "".join([*words[:place], before, name, behind, *words[place + 1 :]])
            if name not in theirs and _length(text, bench) == length:
                return Repair(text, core, name, length)
    return None


def _differing(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, str, str]]:
    """Words of ours, with their places, that stand in the place of another one of theirs."""
    for what, i, to, j, other in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "replace" and to - i == other - j:
            yield from ((i + k, ours[i + k], theirs[j + k]) for k in range(to - i))


def _parts(word: str) -> tuple[str, str, str]:
    found = _PARTS.fullmatch(word)
    return (found[1], found[2], found[3]) if found else ("", word, "")


def _names_like(word: str, other: str) -> Iterator[str]:
    """Names of the same sort, where the words are names at all."""
    if not word[:1].isupper() or not other[:1].isupper():
        return
    first, last = (FIRST_NAMES, SURNAMES) if other in FIRST_NAMES else (SURNAMES, FIRST_NAMES)
    yield from (name for name in (*first, *last) if name not in (word, other))


def _length(text: str, bench: Bench) -> int | None:
    try:
        return len(bench.prompt("repaired", TextSource(text=text)).tokens)
    except LabError:
        return None
