"""A head's circuit from tokens to tokens: a matrix [vocab, vocab] of low rank, never made as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .eigenvalues import eigenvalues_of, positive_share

_CHUNK = 4096
_SAMPLE = 4096
"""Vocabularies up to this size are read whole, of larger ones so many tokens where all would take long."""
_ROWS = 512
_ROW_CHUNK = 256
_SEED = 0
Entry = tuple[int, int, float]
"""Row, column, value."""


@dataclass(frozen=True)
class Found:
    """What a circuit does over the vocabulary."""

    eigenvalues: Tensor
    """[d_head, real and imaginary part], largest first."""
    n_spanned: int
    """Tokens that those were computed from."""
    rows: Tensor
    """[n]: tokens whose whole rows were looked at."""
    own_in_top: float
    """Share of them whose own entry is among the k largest of their row."""
    largest: list[Entry]
    """The largest entries of those rows, at most one a row."""
    smallest: list[Entry]

    @property
    def positive(self) -> float:
        """Σλ / Σ|λ|: 1 where every direction is kept, −1 where every one is turned round."""
        return positive_share(self.eigenvalues)


@dataclass(frozen=True)
class TokenCircuit:
    """Its entry for two tokens is the product of what stands for them on either side."""

    left: Callable[[Tensor], Tensor]
    """[n, d_head] of the tokens [n] of rows."""
    right: Callable[[Tensor], Tensor]
    """[n, d_head] of the tokens [n] of columns."""
    across: Callable[[Tensor, Tensor], Tensor]
    """Entries [n, id] of rows, given by their left sides [n, d_head], at the columns of tokens [id]."""
    d_vocab: int
    device: torch.device
    dear: tuple[bool, bool] = (False, False)
    """Which sides take too long to compute of every token: of a large vocabulary a sample's stand for all."""
    product: Callable[[], Tensor] | None = None
    """The product the other way round, [d_head, d_head], where it is known without a walk over all tokens."""

    def entries(self, rows: Tensor, cols: Tensor) -> Tensor:
        """[row, col]."""
        return self.left(rows) @ self.right(cols).T

    @torch.no_grad()
    def row(self, token: int) -> tuple[Tensor, Tensor]:
        """Columns and their values in one row: every token's, or the sample's."""
        left = self.left(torch.tensor([token], device=self.device))
        columns = self._tokens(self.dear[1])
        return columns, torch.cat([self.across(left, ids)[0] for ids in columns.split(_CHUNK)])

    @torch.no_grad()
    def found(self, k: int) -> Found:
        """What it does over the vocabulary; ``k`` largest and smallest entries."""
        columns = self._tokens(self.dear[1])
        right = torch.cat([self.right(ids) for ids in columns.split(_CHUNK)])
        rows = _some(columns, len(columns) if len(columns) <= _SAMPLE else _ROWS)
        places = torch.searchsorted(columns, rows)
        blocks = zip(rows.split(_ROW_CHUNK), places.split(_ROW_CHUNK), strict=True)
        tops = [_top(self.left(ids) @ right.T, own, k) for ids, own in blocks]
        largest, smallest, own = (torch.cat(parts) for parts in zip(*tops, strict=True))
        return Found(
            eigenvalues=self._eigenvalues(columns, right),
            n_spanned=len(self._tokens(any(self.dear))),
            rows=rows,
            own_in_top=float(own.float().mean()),
            largest=_best(largest, rows, columns, k, 1),
            smallest=_best(smallest, rows, columns, k, -1),
        )

    def _eigenvalues(self, columns: Tensor, right: Tensor) -> Tensor:
        """Those of the product the other way round, [d_head, d_head]: they are the same."""
        if self.product is not None:
            return eigenvalues_of(self.product())
        spanned = self._tokens(any(self.dear))
        places = torch.searchsorted(columns, spanned)
        parts = zip(spanned.split(_CHUNK), places.split(_CHUNK), strict=True)
        # The sum over a sample stands for that over all tokens.
        product = sum(right[at].T @ self.left(ids) for ids, at in parts) * (self.d_vocab / len(spanned))
        return eigenvalues_of(torch.as_tensor(product))

    def _tokens(self, some: bool) -> Tensor:
        ids = torch.arange(self.d_vocab, device=self.device)
        return sampled(ids) if some else ids


def sampled(ids: Tensor) -> Tensor:
    """The sample that stands for all these."""
    return _some(ids, _SAMPLE)


def _some(ids: Tensor, most: int) -> Tensor:
    """So many of the ids in their order, drawn by a seed; all where there are no more."""
    if len(ids) <= most:
        return ids
    draw = torch.Generator().manual_seed(_SEED)
    return ids[torch.randperm(len(ids), generator=draw)[:most].sort().values.to(ids.device)]


def _top(entries: Tensor, own: Tensor, k: int) -> tuple[Tensor, Tensor, Tensor]:
    """Of rows [n, col]: the largest and the smallest entry [n, 2] as column and value, and whether what a row
    has at its own token is among its k largest."""
    mine = entries.gather(1, own[:, None])
    ends = [
        torch.stack([end.indices.double(), end.values.double()], -1)
        for end in (entries.max(-1), entries.min(-1))
    ]
    return ends[0], ends[1], (entries > mine).sum(-1) < k


def _best(ends: Tensor, rows: Tensor, columns: Tensor, k: int, sign: int) -> list[Entry]:
    order = (ends[:, 1] * sign).argsort(descending=True)[:k]
    return [(int(rows[i]), int(columns[int(ends[i, 0])]), float(ends[i, 1])) for i in order.tolist()]
