"""One pair in the model's tokens, and many as one tensor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import torch
from torch import Tensor
from trafolab_protocol.pairs import PairSet

from ..errors import OperationError
from ..tensors import TensorStore
from ..words import Words

_NONE = -1


@dataclass(frozen=True)
class Pair:
    """Two prompts of one length."""

    clean: tuple[int, ...]
    corrupt: tuple[int, ...]
    answer: int
    distractor: int | None
    roles: Mapping[str, int]
    """Index of each, ``end`` among them."""

    @property
    def n_tokens(self) -> int:
        """Length of either prompt."""
        return len(self.clean)


def packed(pairs: Sequence[Pair], roles: Sequence[str]) -> Tensor:
    """int32 [pair, column], as :class:`PairSet` describes it."""
    longest = max(pair.n_tokens for pair in pairs)
    rows = [
        [
            pair.answer,
            _NONE if pair.distractor is None else pair.distractor,
            *(pair.roles.get(role, _NONE) for role in roles),
            *_padded(pair.clean, longest),
            *_padded(pair.corrupt, longest),
        ]
        for pair in pairs
    ]
    return torch.tensor(rows, dtype=torch.int32)


def unpacked(stored: Tensor, roles: Sequence[str]) -> list[Pair]:
    """The pairs of a stored tensor. Raises :class:`ValueError` where it is none."""
    columns = stored.shape[1] if stored.ndim == 2 else 0
    longest, odd = divmod(columns - 2 - len(roles), 2)
    if odd or longest < 1:
        raise ValueError(f"{list(stored.shape)} is not the shape of pairs with {len(roles)} roles")
    return [_pair(row, roles, longest) for row in stored.tolist()]


def pairs_of(known: PairSet, tensors: TensorStore) -> list[Pair]:
    """The pairs of a set. Raises :class:`OperationError` where they are lost."""
    if known.tensor not in tensors:
        what = f"The pairs of {known.name} are missing."
        raise OperationError("missing_pairs", what, known.name, "Set them again with lab.pairs(…).")
    return unpacked(tensors[known.tensor], known.roles)


def text_of(ids: Iterable[int], words: Words) -> str:
    """How a prompt reads."""
    return "".join(words.text(i) for i in ids)


def _pair(row: list[int], roles: Sequence[str], longest: int) -> Pair:
    ends = [0, *accumulate((1, 1, len(roles), longest, longest))]
    answer, distractor, places, clean, corrupt = (row[start:end] for start, end in pairwise(ends))
    return Pair(
        clean=tuple(i for i in clean if i != _NONE),
        corrupt=tuple(i for i in corrupt if i != _NONE),
        answer=answer[0],
        distractor=None if distractor[0] == _NONE else distractor[0],
        roles={role: place for role, place in zip(roles, places, strict=True) if place != _NONE},
    )


def _padded(ids: Sequence[int], length: int) -> list[int]:
    return [*ids, *[_NONE] * (length - len(ids))]
