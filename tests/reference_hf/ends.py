"""Hooks at a module's input and output."""

from __future__ import annotations

from typing import Any

from .taps import Taps
from .view import View


def at_input(module: Any, site: str, taps: Taps, view: View) -> Any:
    """What this module reads, and no other that reads the same tensor."""

    def hook(_: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return (view.change(arguments[0], site, taps), *arguments[1:])

    return module.register_forward_pre_hook(hook)


def in_stream(module: Any, site: str, taps: Taps, view: View) -> Any:
    """In place: the tensor that the second norm reads is the one that the skip connection keeps."""

    def hook(_: Any, arguments: tuple[Any, ...]) -> None:
        arguments[0].copy_(view.change(arguments[0], site, taps))

    return module.register_forward_pre_hook(hook)


def at_output(module: Any, site: str, taps: Taps, view: View) -> Any:
    """What the module gives; the first of what it gives where that is a tuple."""

    def hook(_: Any, __: Any, output: Any) -> Any:
        if isinstance(output, tuple):
            return (view.change(output[0], site, taps), *output[1:])
        return view.change(output, site, taps)

    return module.register_forward_hook(hook)
