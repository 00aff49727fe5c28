"""Activations that are asked for after their pass: as little is computed again as they need.

The pass begins where the first of them is, and ends once the last is there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from torch import Tensor, nn

from .errors import GaveUp

Reduce = Callable[[Tensor], Tensor]
"""What is kept of an activation [pos, …], where the whole of it is too large to be."""


def whole(activation: Tensor) -> Tensor:
    """All of it."""
    return activation


class _Enough(GaveUp):
    """Everything that was asked for is there."""


@contextmanager
def ending_before(module: nn.Module | None) -> Generator[None]:
    """Passes inside end before this module; where there is None, they run to their end."""

    def end(*_: Any) -> None:
        raise _Enough

    handle = None if module is None else module.register_forward_pre_hook(end)
    try:
        yield
    except _Enough:
        return
    finally:
        if handle is not None:
            handle.remove()


def behind(blocks: Sequence[nn.Module], last: int, model: Any) -> nn.Module | None:
    """What comes after the block of that number; None where nothing is known to."""
    if last + 1 < len(blocks):
        return blocks[max(0, last + 1)]
    return getattr(model, "ln_final", None) if last < len(blocks) else None
