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
    return _pooled(pattern.float(), size)


def extreme_pool(values: Tensor, size: int) -> Tensor:
    """[..., row, col] in float32, at most ``size`` cells a side: each its value farthest from zero."""
    values = values.float()
    high, low = _pooled(values, size), -_pooled(-values, size)
    return high.where(high >= -low, low)


def _pooled(values: Tensor, size: int) -> Tensor:
    """[..., row, col], at most ``size`` cells a side: each its largest value."""
    n_rows, n_cols = values.shape[-2:]
    # Views are read for their types where torch is not loaded.
    from torch.nn import functional

    cell = stride_for(n_rows, size), stride_for(n_cols, size)
    if cell == (1, 1):
        return values
    planes = values.reshape(-1, n_rows, n_cols)
    found = functional.max_pool2d(planes, cell, ceil_mode=True)
    return found.reshape(*values.shape[:-2], *found.shape[-2:])


def max_pool_positions(values: Tensor, size: int) -> Tensor:
    """[..., pos] with at most ``size`` cells in its last axis: each the largest of its tokens; NaN counts for
    nothing."""
    stride = stride_for(values.shape[-1], size)
    if stride == 1:
        return values
    missing = -values.shape[-1] % stride
    padded = values.new_full((*values.shape[:-1], values.shape[-1] + missing), float("-inf"))
    padded[..., : values.shape[-1]] = values.nan_to_num(float("-inf"), float("inf"), float("-inf"))
    found = padded.unflatten(-1, (-1, stride)).amax(-1)
    return found.where(found > float("-inf"), found.new_full((), float("nan")))
