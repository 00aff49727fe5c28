"""One pair in the model's tokens, and many as one tensor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch
from torch import Tensor
from trafolab_protocol.pairs import PairSet

from ..errors import OperationError
from ..positions import END
from ..tensors import TensorStore
from ..words import Words

_NONE = -1


@dataclass(frozen=True)
class Pair:
    """Two prompts of one length."""

    clean: tuple[int, ...]
    corrupt: tuple[int, ...]
    answer: tuple[int, ...]
    """One token, or several that follow each other."""
    distractor: tuple[int, ...] | None
    roles: Mapping[str, int]
    """Index of each, ``end`` among them."""

    @property
    def n_tokens(self) -> int:
        """Length of either prompt."""
        return len(self.clean)

    @property
    def answer_tokens(self) -> int:
        """Length of the answer or the distractor, whichever is longer."""
        return max(len(self.answer), len(self.distractor or ()))


def packed(pairs: Sequence[Pair], roles: Sequence[str]) -> Tensor:
    """int32 [pair, column], as :class:`PairSet` describes it."""
    longest, width = max(pair.n_tokens for pair in pairs), max(pair.answer_tokens for pair in pairs)
    rows = [
        [
            *_padded(pair.answer, width),
            *_padded(pair.distractor or (), width),
            *(pair.roles.get(role, _NONE) for role in roles),
            *_padded(pair.clean, longest),
            *_padded(pair.corrupt, longest),
        ]
        for pair in pairs
    ]
    return torch.tensor(rows, dtype=torch.int32)


def unpacked(stored: Tensor, roles: Sequence[str], answer_tokens: int) -> list[Pair]:
    """The pairs of a stored tensor, whose answers have so many columns each. Raises :class:`ValueError` where
    it holds none."""
    columns = stored.shape[1] if stored.ndim == 2 else 0
    longest, odd = divmod(columns - 2 * answer_tokens - len(roles), 2)
    if odd or longest < 1:
        raise ValueError(f"{list(stored.shape)} is not the shape of pairs with {len(roles)} roles")
    widths = (answer_tokens, answer_tokens, len(roles), longest, longest)
    pairs = [_pair(row, roles, widths) for row in stored.tolist()]
    if any(pair.roles.get(END) != pair.n_tokens - 1 for pair in pairs):
        raise ValueError(f"the role {END} is not at the last token of each")
    return pairs


def pairs_of(known: PairSet, tensors: TensorStore) -> list[Pair]:
    """The pairs of a set. Raises :class:`OperationError` where they are lost."""
    stored = tensors.get(known.tensor)
    if stored is None:
        what = f"The pairs of {known.name} are missing."
        raise OperationError("missing_pairs", what, known.name, "Set them again with lab.pairs(…).")
    return unpacked(stored, known.roles, known.answer_tokens)


def text_of(ids: Iterable[int], words: Words) -> str:
    """How a prompt reads."""
    return "".join(words.text(i) for i in ids)


def _pair(row: list[int], roles: Sequence[str], widths: Sequence[int]) -> Pair:
    answer, distractor, places, clean, corrupt = (
        row[start:end] for start, end in pairwise([0, *accumulate(widths)])
    )
    return Pair(
        clean=_there(clean),
        corrupt=_there(corrupt),
        answer=_there(answer),
        distractor=_there(distractor) or None,
        roles={role: place for role, place in zip(roles, places, strict=True) if place != _NONE},
    )


def _there(columns: Sequence[int]) -> tuple[int, ...]:
    return tuple(i for i in columns if i != _NONE)


def _padded(ids: Sequence[int], length: int) -> list[int]:
    return [*ids, *[_NONE] * (length - len(ids))]
