"""What stands in the place of positions over pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...errors import OperationError
from ...pairs import END, Pair
from ...words import Words
from .subject import Subject


@dataclass(frozen=True)
class PairColumns:
    """Places with a name, or the positions of prompts of one length."""

    by: Literal["role", "pos"]
    labels: Sequence[str]

    def places(self, pair: Pair) -> list[tuple[int, int]]:
        """Each column that a pair has, with its position there."""
        if self.by == "pos":
            return [(index, index) for index in range(pair.n_tokens)]
        return [(i, pair.roles[role]) for i, role in enumerate(self.labels) if role in pair.roles]


def columns_of(subject: Subject, by: Literal["role", "pos"] | None, words: Words) -> PairColumns:
    """The columns of a set's pairs; where nothing is said roles, if there are any beside ``end`` or the pairs
    differ in length. Raises :class:`OperationError` for positions that have nothing in common."""
    roles, lengths = subject.set.roles, subject.set.lengths
    alike = len(lengths) == 1
    if by == "pos" and not alike:
        what = f"The pairs of {subject.set.name} have {lengths[0]} to {lengths[-1]} tokens, "
        advice = 'Take by="role", or pairs of one length.'
        raise OperationError("unequal_lengths", f"{what}so positions have nothing in common.", None, advice)
    if (by or ("role" if roles != [END] or not alike else "pos")) == "role":
        return PairColumns("role", roles)
    return PairColumns("pos", [_labelled(index, subject.pairs, words) for index in range(lengths[0])])


def _labelled(index: int, pairs: Sequence[Pair], words: Words) -> str:
    """A position, with its token where all clean prompts have the same."""
    found = {words.text(pair.clean[index]) for pair in pairs}
    return f"{index} {found.pop()}" if len(found) == 1 else str(index)
