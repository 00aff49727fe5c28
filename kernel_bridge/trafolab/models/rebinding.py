"""A person's function over another model's modules.

A ``forward`` that a person put onto a module often calls the one that it replaces. On a copy of the
module it has to call the copy's: the names that it uses are read through a mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CellType, FunctionType, MethodType
from typing import Any

from torch import nn

Twins = Mapping[int, Any]
"""Each module's copy by the module's ``id``."""


def rebound(function: Callable[..., Any], twins: Twins) -> Callable[..., Any]:
    """The same function, with the modules and their methods that it names, as its own variables or as
    global ones, replaced by their copies."""
    if isinstance(function, MethodType):
        return MethodType(rebound(function.__func__, twins), _twin(function.__self__, twins))
    if not isinstance(function, FunctionType):
        return function
    closure = function.__closure__ and tuple(_cell(cell, twins) for cell in function.__closure__)
    defaults = function.__defaults__ and tuple(_twin(value, twins) for value in function.__defaults__)
    names = _Names(function.__globals__, twins)
    made = FunctionType(function.__code__, names, function.__name__, defaults, closure)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


class _Names(dict[str, Any]):
    """Global names, read when they are used: a later cell may give them another value."""

    def __init__(self, names: dict[str, Any], twins: Twins) -> None:
        # Python takes this one without asking ``__missing__``.
        super().__init__(__builtins__=names.get("__builtins__"))
        self._names, self._twins = names, twins

    def __missing__(self, name: str) -> Any:
        return _twin(self._names[name], self._twins)


def _cell(cell: CellType, twins: Twins) -> CellType:
    try:
        value = cell.cell_contents
    except ValueError:
        # The variable has no value yet.
        return cell
    twin = _twin(value, twins)
    return cell if twin is value else CellType(twin)


def _twin(value: Any, twins: Twins) -> Any:
    if isinstance(value, nn.Module):
        return twins.get(id(value), value)
    if isinstance(value, MethodType) and id(value.__self__) in twins:
        return MethodType(value.__func__, twins[id(value.__self__)])
    return value
