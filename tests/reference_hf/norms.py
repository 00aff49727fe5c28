"""Hooks inside a norm: what it divides by, and the quotient."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .taps import Taps
from .view import View


def at_scale(module: Any, site: str, taps: Taps, view: View) -> Any:
    """What the norm divides by, worked out from its input."""

    def hook(norm: Any, arguments: tuple[Any, ...], output: Tensor) -> Tensor:
        centred = _centred(norm, arguments[0])
        scale = (centred.square().mean(-1, keepdim=True) + _epsilon(norm)).sqrt()
        new = view.change(scale, site, taps)
        return _output(norm, centred / new, new == scale, output)

    return module.register_forward_hook(hook)


def at_normalized(module: Any, site: str, taps: Taps, view: View) -> Any:
    """The quotient, worked back from the output, as the scale may have been changed before."""

    def hook(norm: Any, _: Any, output: Tensor) -> Tensor:
        quotient = (output - _bias(norm)) / _weight(norm)
        new = view.change(quotient, site, taps)
        return _output(norm, new, new == quotient, output)

    return module.register_forward_hook(hook)


def _output(norm: Any, quotient: Tensor, unchanged: Tensor, own: Tensor) -> Tensor:
    """Where nothing changes, the norm's own output stays, to its last bit."""
    return torch.where(unchanged, own, quotient * _weight(norm) + _bias(norm))


def _centred(norm: Any, value: Tensor) -> Tensor:
    return value if "RMSNorm" in type(norm).__name__ else value - value.mean(-1, keepdim=True)


def _epsilon(norm: Any) -> float:
    return norm.variance_epsilon if hasattr(norm, "variance_epsilon") else norm.eps


def _weight(norm: Any) -> Tensor:
    """Gemma keeps its weights less one."""
    return norm.weight + 1 if "Gemma" in type(norm).__name__ else norm.weight


def _bias(norm: Any) -> Tensor | float:
    bias = getattr(norm, "bias", None)
    return 0.0 if bias is None else bias
