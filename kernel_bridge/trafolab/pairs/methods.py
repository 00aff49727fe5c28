"""Sets of prompt pairs as a person makes them from Python."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any, Literal

from trafolab_protocol.actions import Action, SetPairs, UsePair
from trafolab_protocol.pairs import ListedPairs, PairFile, PairSet, Templates

from ..arguments import listed, record
from ..engine import Engine
from ..errors import OperationError
from .files import given_pairs
from .setting import pair_set

_ADVICE = 'Give templates with slots, a list of pairs, or a file: lab.pairs("names", "pairs.csv").'


class PairMethods(ABC):
    """``lab.pairs``, ``lab.use_pair`` and ``lab.pair_sets``."""

    _engine: Engine

    @abstractmethod
    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; see :meth:`trafolab.Lab.act`."""

    @property
    def pair_sets(self) -> list[PairSet]:
        """The named sets of pairs."""
        return list(self._engine.now.core.pairs)

    def pairs(
        self,
        name: str,
        given: str | PathLike[str] | Iterable[Any] = (),
        *,
        corrupt: str | Sequence[str] | None = None,
        answer: str | None = None,
        distractor: str | None = None,
        slots: Mapping[str, Sequence[str]] | None = None,
        first: bool = False,
        unequal: Literal["refuse", "leave_out"] = "refuse",
        n: int | None = None,
        seed: int = 0,
        stored: str | None = None,
        roles: Sequence[str] = (),
        answer_tokens: int = 1,
    ) -> PairSet:
        """Name a set of prompt pairs to run experiments over: ``lab.sweep("z", over=name)``.

        ``given``: a template such as ``"{a} and {b} met; {b} gave a drink to"``, or several, with one
        ``corrupt`` template for each, ``answer`` and ``distractor`` (``" {a}"``, ``" {b}"``), and what may
        stand in their ``slots``; or pairs (clean, corrupt, answer, distractor) in a list, with a
        dictionary of roles behind them where wanted; or the path of a CSV or JSONL file with these columns,
        or of a saved dataset. ``n`` of them are chosen with ``seed``, all where None; a warning
        says so where there are fewer.

        An answer or a distractor is a text, which may be several tokens, the id of one, or a list of the ids
        of several that follow each other. ``stored``: the tensor of a set that there was, with its ``roles``
        and the ``answer_tokens`` of its longest answer.

        Both prompts of a pair must have as many tokens; others are refused, or left out. Each slot is a
        role, which stands for its last token (``b2`` where the slot stands a second time; ``first``:
        ``b.first`` for its first one); ``end`` is the last token. Raises :class:`LabError` for a pair that
        the model can't take, by its number.
        """
        fields: dict[str, Any] = {"name": name, "unequal": unequal, "n": n, "seed": seed}
        fields |= {"stored": stored, "roles": list(roles), "answer_tokens": answer_tokens}
        if stored is None:
            sides = (corrupt, answer, distractor)
            fields["recipe"] = _recipe(given, sides, slots, first=first)
        self.act(record(SetPairs, "lab.pairs()", _ADVICE, fields))
        made = pair_set(self._engine.now.core, name)
        if n is not None and made.n_pairs < n:
            warnings.warn(_fewer(made, n), stacklevel=2)
        return made

    def use_pair(self, name: str, index: int) -> None:
        """Make one pair of a set the prompts under study, with its answer and distractor for the metric.

        Raises :class:`LabError` where there is no such pair.
        """
        self.act(UsePair(name=name, index=index))


def _fewer(made: PairSet, n: int) -> str:
    left_out = f", {made.n_left_out} of unequal length left out" if made.n_left_out else ""
    return f"{made.name} has {made.n_pairs} pairs: {n} were asked for, and there are no more{left_out}."


def _recipe(
    given: Any,
    sides: tuple[str | Sequence[str] | None, str | None, str | None],
    slots: Mapping[str, Sequence[str]] | None,
    *,
    first: bool,
) -> Templates | ListedPairs | PairFile:
    corrupt, answer, distractor = sides
    if slots is None and corrupt is None:
        if isinstance(given, str | PathLike):
            return PairFile(path=fspath(given))
        return ListedPairs(pairs=given_pairs(given))
    if corrupt is None or answer is None:
        missing = "a corrupt template" if corrupt is None else "an answer"
        what = f"Pairs from templates need {missing}."
        raise OperationError("incomplete_templates", what, None, 'Give corrupt="…{a}…" and answer=" {a}".')
    fields = {
        "clean": listed(given),
        "corrupt": listed(corrupt),
        "answer": answer,
        "distractor": distractor,
        "slots": {slot: list(values) for slot, values in (slots or {}).items()},
        "first": first,
    }
    return record(Templates, "lab.pairs()", _ADVICE, fields)
