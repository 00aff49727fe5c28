"""Trafolab: look into a live transformer, change it by hand or by code, and see at once what that does.

Names are loaded when they are first used, so that importing the package brings in no torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import LabError
    from .jupyter.extension import load_ipython_extension, unload_ipython_extension
    from .lab import Lab
    from .opening import open

__all__ = ["Lab", "LabError", "load_ipython_extension", "open", "unload_ipython_extension"]

_HOMES = {
    "Lab": "lab",
    "LabError": "errors",
    "load_ipython_extension": "jupyter.extension",
    "open": "opening",
    "unload_ipython_extension": "jupyter.extension",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
