"""A person's function as a metric."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric, MetricFunction

from ..errors import MetricError
from ..functions import Function, Functions, name_of, needs_of, source_of


def function_of(function: Function, functions: Functions) -> MetricFunction:
    """What a metric remembers of a person's function, which is kept."""
    return MetricFunction(
        name=name_of(function),
        source=source_of(function),
        needs=needs_of(function),
        key=functions.put(function),
    )


def called(metric: Metric, functions: Functions) -> Callable[[Tensor], Tensor]:
    """The metric's function of the logits [pos, vocab] of one run, of which it gets a copy in float32.

    What is returned gives a scalar. Raises :class:`MetricError` where this kernel does not know the function;
    what is returned raises it where the function gives no number.
    """
    told = metric.function
    if told is None or told.key not in functions:
        name = "" if told is None else f" {told.name}"
        what = f"The function{name} is gone with the kernel that knew it."
        raise MetricError("function_gone", what, None, "Run its cell again.")
    function, name = functions[told.key], told.name

    def number(logits: Tensor) -> Tensor:
        try:
            given: Any = function(logits.float().clone())
        except Exception as error:
            # It is a person's, and may raise anything.
            what = f"{name} raised {type(error).__name__}: {error}"
            raise MetricError("function_failed", what, name, _ADVICE) from error
        if isinstance(given, Tensor) and given.numel() == 1:
            # As it is, with its gradient where there is one.
            return given.reshape(()).to(logits.device, torch.float32)
        try:
            return torch.tensor(float(given), device=logits.device)
        except (TypeError, ValueError, RuntimeError) as error:
            what = f"{name} gave {_what(given)} in place of a number."
            raise MetricError("no_number", what, name, _ADVICE) from error

    return number


_ADVICE = "It is given the logits [pos, vocab] of one run, and answers with one number."


def _what(given: Any) -> str:
    return f"a tensor {list(given.shape)}" if isinstance(given, Tensor) else type(given).__name__
