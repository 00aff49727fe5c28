"""Which tokens of a generation were given, and which it made.

A forward pass is not told that it belongs to a generation. The libraries' own loops are further up its
stack, though, and know how many tokens they began with.
"""

from __future__ import annotations

from functools import cache
from types import CodeType, FrameType

from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge


def prompt_length(call: FrameType | None) -> int | None:
    """How many tokens the generation began with that ``call`` was made in, padding included; None for a pass
    of its own."""
    names = _loops()
    while call is not None:
        name = names.get(call.f_code)
        if name is not None:
            given = call.f_locals.get(name)
            return int(given.shape[1]) if isinstance(given, Tensor) and given.ndim > 1 else _whole(given)
        call = call.f_back
    return None


def _whole(given: object) -> int | None:
    return given if isinstance(given, int) else None


@cache
def _loops() -> dict[CodeType, str]:
    """The functions that generate, and the variable of each that holds the given tokens or their number."""
    from transformers import GenerationMixin

    loops = (
        (getattr(TransformerBridge, "_generate_tokens", None), "input_tokens"),
        (vars(GenerationMixin)["generate"], "input_ids_length"),
    )
    codes = ((getattr(_bare(loop), "__code__", None), name) for loop, name in loops)
    return {code: name for code, name in codes if code is not None}


def _bare(function: object) -> object:
    """Without the decorators around it."""
    while (inner := getattr(function, "__wrapped__", None)) is not None:
        function = inner
    return function
