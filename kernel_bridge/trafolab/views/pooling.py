"""Making patterns fit for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def without_bos(pattern: Tensor) -> Tensor:
    """[..., query, key] with key 0 left out and the rest of each row summing to 1 again.

    A row that attends to nothing else (the first token's) becomes zero.
    """
    kept = pattern.clone()
    kept[..., 0] = 0
    total = kept.sum(-1, keepdim=True)
    return kept / total.where(total > 0, total + 1)


def stride_for(length: int, size: int) -> int:
    """Tokens a cell, so that ``length`` of them fit into ``size`` cells."""
    return -(-length // size)


def max_pool(pattern: Tensor, size: int) -> Tensor:
    """[..., query, key] in float32, at most ``size`` cells a side: each the largest of its tokens."""
    stride = stride_for(pattern.shape[-1], size)
    pattern = pattern.float()
    if stride == 1:
        return pattern
    n = pattern.shape[-1]
    side = -(-n // stride)
    padded = pattern.new_zeros(*pattern.shape[:-2], side * stride, side * stride)
    padded[..., :n, :n] = pattern
    cells = padded.unflatten(-1, (side, stride)).unflatten(-3, (side, stride))
    return cells.amax(dim=(-1, -3))
