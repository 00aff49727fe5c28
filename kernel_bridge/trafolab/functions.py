"""A person's functions that interventions call, by key. They live as long as the kernel does."""

from __future__ import annotations

import hashlib
import inspect
import textwrap
import threading
from collections.abc import Callable
from typing import Any

import torch

Function = Callable[..., Any]


class Functions:
    """Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Function] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Function:
        return self._known[key]

    def put(self, function: Function) -> str:
        """Keep a function; its key. The same object has one key, another of the same name another one."""
        key = hashlib.blake2b(f"{id(function)} {source_of(function)}".encode(), digest_size=6).hexdigest()
        with self._lock:
            # Held for good: undo may lead back to it, and its address must not become another's.
            self._known[key] = function
        return key


def name_of(function: Function) -> str:
    """The name that a function was defined under; what it is, where it has none."""
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) and name.isidentifier() else type(function).__name__


def needs_of(function: Function) -> list[str]:
    """Names that the text of a function refers to and does not bring along: variables around it, defaults,
    and what else its file or cell defines. ``torch`` is had everywhere."""
    try:
        variables = inspect.getclosurevars(function)
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    outside = [name for name, value in variables.globals.items() if value is not torch]
    defaults = [each.name for each in parameters if each.default is not each.empty]
    return sorted({*variables.nonlocals, *outside, *variables.unbound, *defaults} - {"self"})


def source_of(function: Function) -> str:
    """The text of a function, as far as Python knows it; empty for one without."""
    try:
        return textwrap.dedent(inspect.getsource(function)).rstrip()
    except (OSError, TypeError):
        return ""
