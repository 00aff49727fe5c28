"""What is known of a forward pass while it is under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from .tally import Tally

Donors = Mapping[object, Mapping[str, Tensor]]
"""Activations without their batch axis by hook name, of each run that values are taken from."""


@dataclass(eq=False)
class Passing:
    """One forward pass, or one step of a generation."""

    tally: Tally
    shape: tuple[int, int] = (0, 0)
    """[batch, pos] of its tokens; zeros where that is not known."""
    offset: int = 0
    """Tokens that are already in the key-value cache."""
    starts: tuple[int, ...] | None = None
    """Index of each row's first token that is not padding; None where no row is padded."""
    prompt_length: int | None = None
    """Of a generation: how many of its tokens were given; None outside one."""
    donors: Donors = field(default_factory=dict[object, Mapping[str, Tensor]])
    of: Sequence[int] | None = None
    """Which prompt each row goes on with, where donors are [prompt, pos, …], each prompt's own."""
    draw: int = 0
    """Which seeded draw acts."""
    joined: int = 0
    """Rows that have joined the batch on the way, in a pass that begins in the middle."""
    carried: dict[object, Tensor] = field(default_factory=dict[object, Tensor])
    """Changes of the stream on their way to where they take effect."""


def with_batch(value: Tensor, shape: tuple[int, int]) -> Tensor:
    """A view with batch and position as axes of their own, where a library has made one of them."""
    merged = value.ndim == 2 and value.shape[0] == shape[0] * shape[1] and shape[1] > 1
    return value.unflatten(0, shape) if merged else value
