"""Texts out of templates with slots, and where each slot stands in them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from string import Formatter

from trafolab_protocol.pairs import GivenPair, Templates
from trafolab_protocol.prompts import TextSource

from ..errors import OperationError

_MOST = 5000
"""Pairs that are made without anybody's saying how many."""
_TRIES = 50
"""Combinations that are tried for each pair that is wanted: many may not fit."""


@dataclass(frozen=True)
class Span:
    """A slot in a text, from its first character to behind its last."""

    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Drafted:
    """A pair in words, before the model's tokenizer has seen it."""

    pair: GivenPair
    clean: Sequence[Span] = ()
    corrupt: Sequence[Span] = ()


def filled(templates: Templates, n: int | None, seed: int) -> Iterator[Drafted]:
    """The pairs that templates make: all of them, or for ``n`` wanted enough in an order drawn by ``seed``.

    Raises :class:`OperationError` for a slot without values, and for too many pairs.
    """
    kinds = [_Kind(templates, *each) for each in _matched(templates)]
    total = sum(kind.n for kind in kinds)
    if n is None and total > _MOST:
        what = f"These templates make {total} pairs."
        raise OperationError("too_many_pairs", what, None, "Say how many are wanted: n=200.")
    order: Sequence[int] = range(total)
    if n is not None:
        order = random.Random(seed).sample(order, min(total, n * _TRIES))
    for index in order:
        for kind in kinds:
            if index < kind.n:
                yield from kind.made(index)
                break
            index -= kind.n


class _Kind:
    """A clean template with its corrupt one."""

    def __init__(self, given: Templates, clean: str, corrupt: str) -> None:
        self._given, self._clean, self._corrupt = given, clean, corrupt
        texts = [clean, corrupt, given.answer, given.distractor or ""]
        names = dict.fromkeys(name for text in texts for _, name in _pieces(text) if name is not None)
        missing = next((name for name in names if not given.slots.get(name)), None)
        if missing is not None:
            advice = f'Give some: slots={{"{missing}": ["…", "…"]}}.'
            raise OperationError("empty_slot", f"The slot {{{missing}}} has no values.", missing, advice)
        self._slots = {name: given.slots[name] for name in names}
        self.n = prod(len(values) for values in self._slots.values())

    def made(self, index: int) -> Iterator[Drafted]:
        """The pair of one combination of values; none where one of these stands twice."""
        values: dict[str, str] = {}
        for name, choices in self._slots.items():
            index, at = divmod(index, len(choices))
            values[name] = choices[at]
        if len({value.strip() for value in values.values()}) < len(values):
            return
        given = self._given
        clean, spans = _written(self._clean, values)
        corrupt, others = _written(self._corrupt, values)
        pair = GivenPair(
            clean=TextSource(text=clean),
            corrupt=TextSource(text=corrupt),
            answer=_written(given.answer, values)[0],
            distractor=None if given.distractor is None else _written(given.distractor, values)[0],
        )
        yield Drafted(pair, spans, others)


def _matched(templates: Templates) -> list[tuple[str, str]]:
    if len(templates.clean) != len(templates.corrupt) or not templates.clean:
        what = f"There are {len(templates.clean)} clean templates and {len(templates.corrupt)} corrupt ones."
        raise OperationError("unmatched_templates", what, None, "Give one corrupt template for each.")
    return list(zip(templates.clean, templates.corrupt, strict=True))


def _written(template: str, values: Mapping[str, str]) -> tuple[str, list[Span]]:
    text, spans, counts = "", list[Span](), dict[str, int]()
    for literal, name in _pieces(template):
        text += literal
        if name is None:
            continue
        counts[name] = counts.get(name, 0) + 1
        role = name if counts[name] == 1 else f"{name}{counts[name]}"
        spans.append(Span(role, len(text), len(text) + len(values[name])))
        text += values[name]
    return text, spans


def _pieces(template: str) -> list[tuple[str, str | None]]:
    """Literal texts, each with the slot behind it. Raises :class:`OperationError` for unmatched braces."""
    try:
        return [(literal, name) for literal, name, _, _ in Formatter().parse(template)]
    except ValueError as error:
        what = f"The template {template!r} can't be read: {error}."
        advice = "A slot is a name in braces, {name}; a brace itself is written twice."
        raise OperationError("bad_template", what, template, advice) from error
