"""Positions among a prompt's tokens."""

from __future__ import annotations

from ..errors import MetricError


def position_in(position: int, length: int) -> int:
    """The index that a position, negative from the end, means among ``length`` tokens."""
    index = position + length if position < 0 else position
    if not 0 <= index < length:
        raise MetricError(
            "position_out_of_range",
            f"The prompt has {length} tokens, so there is no position {position}.",
            str(position),
            f"Positions go from 0 to {length - 1}, or from -1 back to {-length}.",
        )
    return index
