"""Singular vectors of a head's OV circuit and of an MLP's matrices, and the tokens that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from transformer_lens import FactoredMatrix

Ends = tuple[list[tuple[int, float]], list[tuple[int, float]]]
"""Tokens with the largest and with the smallest values."""
Projection = Callable[[Tensor], Tensor]
"""What directions [n, d_model] are to every token: [n, vocab]."""
Side = Literal["reads", "writes"]
MOST = 64
"""Directions that are kept."""
_EXACT = 1024
"""Up to this width products are taken in double precision, which squared singular values want."""


@dataclass(frozen=True)
class Singular:
    """Of one matrix: values [rank], largest first, and the first directions [n, d_model] on those of its
    sides that are the stream."""

    values: Tensor
    reads: Tensor | None
    writes: Tensor | None


@torch.no_grad()
def singular_ov(reading: Tensor, writing: Tensor) -> Singular:
    """Of W_V [d_model, d_head] times W_O [d_head, d_model]."""
    left, values, right = FactoredMatrix(reading, writing).svd()
    return Singular(values, left.T[:MOST], right.T[:MOST])


@torch.no_grad()
def singular_of(matrix: Tensor, side: Side) -> Singular:
    """Of a matrix [d_model, n] that reads the stream, or of one [n, d_model] that writes it: its other side
    would take long and is not looked for."""
    tall = matrix if side == "reads" else matrix.T
    exact = tall.double() if len(tall) <= _EXACT else tall
    squares, vectors = torch.linalg.eigh(exact @ exact.T)
    order = squares.argsort(descending=True)[: min(tall.shape)]
    values, directions = squares[order].clamp_min(0).sqrt().float(), vectors.T[order[:MOST]].float()
    return Singular(values, directions, None) if side == "reads" else Singular(values, None, directions)


def ends_of(directions: Tensor, project: Projection, k: int) -> list[Ends]:
    """Tokens at both ends of each direction."""
    found = project(directions)
    k = min(k, found.shape[-1])
    sides = [found.topk(k, largest=largest) for largest in (True, False)]
    pairs = [
        [
            list(zip(ids, values, strict=True))
            for ids, values in zip(s.indices.tolist(), s.values.tolist(), strict=True)
        ]
        for s in sides
    ]
    return list(zip(*pairs, strict=True))


def turned(found: Singular, project_reads: Projection, project_writes: Projection) -> Singular:
    """The same with signs, which mean nothing by themselves, such that the token farthest from zero is on the
    positive side: by what a vector writes, where it does."""
    chosen = found.writes if found.writes is not None else found.reads
    if chosen is None:
        return found
    values = (project_writes if found.writes is not None else project_reads)(chosen)
    signs = torch.where(values.amax(-1) >= -values.amin(-1), 1.0, -1.0)[:, None]
    return Singular(
        found.values,
        None if found.reads is None else found.reads * signs,
        None if found.writes is None else found.writes * signs,
    )
