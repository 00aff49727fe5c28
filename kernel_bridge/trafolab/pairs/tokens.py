"""Pairs in the model's tokens, with the places of their roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trafolab_protocol.pairs import GivenPair
from trafolab_protocol.prompts import IdsSource, Prompt, PromptSource, TextSource

from ..bench import Bench
from ..errors import LabError, OperationError, PromptError
from ..metrics.answers import answers_of
from ..positions import END, resolved
from .pair import Pair
from .templates import Drafted, Span

FIRST = ".first"
"""Behind a slot's name: its first token, where the name alone is its last."""


class UnequalLengths(PromptError):
    """A pair whose prompts differ in length."""


class Tokeniser:
    """Pairs as one model reads them."""

    def __init__(self, bench: Bench, *, first: bool = False) -> None:
        """``first``: slots have a role for their first token too."""
        self._bench = bench
        self._first = first

    def pair(self, index: int, drafted: Drafted) -> Pair:
        """Raises :class:`LabError`, with the pair named, where the model can't take it."""
        try:
            return self._pair(drafted)
        except LabError as error:
            what = f"Pair {index} ({_shown(drafted.pair)}): {error.what}"
            raise type(error)(error.code, what, error.subject, error.advice) from error

    def _pair(self, drafted: Drafted) -> Pair:
        given, bench = drafted.pair, self._bench
        clean, corrupt = bench.prompt("clean", given.clean), bench.prompt("corrupt", given.corrupt)
        if len(clean.tokens) != len(corrupt.tokens):
            what = (
                f"the clean prompt has {len(clean.tokens)} tokens, and the corrupt one {len(corrupt.tokens)}."
            )
            advice = 'Make them of one length, or give unequal="leave_out".'
            raise UnequalLengths("unequal_lengths", what, None, advice)
        return Pair(
            clean=tuple(token.id for token in clean.tokens),
            corrupt=tuple(token.id for token in corrupt.tokens),
            answer=self._answer("answer", given.answer, len(clean.tokens)),
            distractor=None
            if given.distractor is None
            else self._answer("distractor", given.distractor, len(clean.tokens)),
            roles={
                **self._slots(drafted, clean, corrupt),
                **_named(given, clean),
                END: len(clean.tokens) - 1,
            },
        )

    def _answer(self, role: str, given: str | int | list[int], behind: int) -> tuple[int, ...]:
        held = self._bench.held
        (found,) = answers_of(role, [given], held.words, held.info.structure.d_vocab)
        ids = tuple(token.id for token in found.tokens)
        # Nobody reads what the model says behind the last one.
        length = behind + len(ids) - 1
        if held.limit is not None and length > held.limit:
            what = (
                f"the prompt and its {role} need {length} tokens, but this model takes at most {held.limit}."
            )
            raise PromptError("prompt_too_long", what, role, f"Shorten them by {length - held.limit} tokens.")
        return ids

    def _slots(self, drafted: Drafted, clean: Prompt, corrupt: Prompt) -> dict[str, int]:
        if not drafted.clean:
            return {}
        found = self._places(clean, drafted.clean)
        if len(drafted.clean) == len(drafted.corrupt):
            others = self._places(corrupt, drafted.corrupt)
            for mine, its in zip(drafted.clean, drafted.corrupt, strict=True):
                if found[mine.role] != others[its.role]:
                    what = f"{mine.role} ends at token {found[mine.role]}, in the corrupt prompt at "
                    raise UnequalLengths(
                        "unaligned",
                        f"{what}{others[its.role]}.",
                        mine.role,
                        'Give slots values of as many tokens, or give unequal="leave_out".',
                    )
        return found

    def _places(self, prompt: Prompt, spans: Sequence[Span]) -> dict[str, int]:
        begin, offsets = self._offsets(prompt)
        found: dict[str, int] = {}
        for span in spans:
            inside = [i for i, (start, end) in enumerate(offsets) if start < span.end and end > span.start]
            if not inside:
                raise OperationError("empty_slot", f"{span.role} is empty.", span.role, "Give it a value.")
            if self._first:
                found[span.role + FIRST] = begin + inside[0]
            found[span.role] = begin + inside[-1]
        return found

    def _offsets(self, prompt: Prompt) -> tuple[int, list[tuple[int, int]]]:
        """How many tokens stand before the text's own, and from which character to which each of these is."""
        tokenizer: Any = self._bench.held.model.tokenizer
        text = prompt.source.text if isinstance(prompt.source, TextSource) else ""
        if not getattr(tokenizer, "is_fast", False):
            what = "this model's tokenizer does not say where in the text its tokens stand."
            advice = "Give pairs in a list, with the index of each role."
            raise OperationError("no_offsets", what, None, advice)
        found = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        ids, whole = list(found["input_ids"]), [token.id for token in prompt.tokens]
        begin = next((i for i in range(len(whole) - len(ids) + 1) if whole[i : i + len(ids)] == ids), None)
        if begin is None:
            what = "its tokens are not those of its text alone."
            raise OperationError(
                "no_offsets", what, None, "Give pairs in a list, with the index of each role."
            )
        return begin, [(int(start), int(end)) for start, end in found["offset_mapping"]]


def _named(given: GivenPair, prompt: Prompt) -> dict[str, int]:
    found: dict[str, int] = {}
    for role, where in given.roles.items():
        places = resolved([where], prompt)
        if isinstance(places, str) or len(places) != 1:
            what = f"the role {role} is at {where!r}, which stands {len(places)} times in the prompt."
            raise OperationError("ambiguous_role", what, role, "Give its index.")
        found[role] = places[0].index
    return found


def _shown(pair: GivenPair) -> str:
    source = pair.clean
    text = repr(source.text) if source.kind == "text" else str(source.ids)
    return text if len(text) <= 80 else f"{text[:79]}…"


def prompt_of(ids: Sequence[int], bench: Bench) -> PromptSource:
    """A prompt as a person would give it: its text, where that has just these tokens."""
    words, bos = bench.held.words, bench.held.bos
    shown = [words.text(i) for i in ids]
    text = TextSource(text="".join(shown[1:] if ids[0] == bos else shown))
    try:
        same = [token.id for token in bench.prompt("clean", text).tokens] == list(ids)
    except LabError:
        same = False
    return text if same else IdsSource(ids=list(ids), labels=None)
