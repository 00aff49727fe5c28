"""Does a person's hook change what passes through it, or does it only look?

A hook that only writes down what it saw must not fire for the page's forward passes: it would
overwrite what the person recorded with the page's prompt. So its bytecode is read before it is
mirrored, and where that does not decide, its first call on the shadow does.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import CodeType, FunctionType, MethodType
from typing import Any, Final, Literal

from torch import Tensor

Verdict = Literal["records", "unknown", "changes"]
_ORDER: Final[tuple[Verdict, ...]] = ("records", "unknown", "changes")
_RETURN_NOTHING = {"__setitem__", "add", "append", "appendleft", "extend", "insert", "update"}
"""Methods of Python's own containers that give None."""
_STORES = {"STORE_SUBSCR", "STORE_SLICE", "STORE_ATTR"}
_ATTRIBUTES = {"LOAD_ATTR", "LOAD_METHOD"}
_ROOTS = ("LOAD_FAST", "LOAD_DEREF", "LOAD_GLOBAL", "LOAD_NAME", "LOAD_CLASSDEREF")
_LAZY = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


@dataclass(frozen=True)
class _Read:
    """A hook's function, and which of its names stand for what passes through."""

    function: Any
    subjects: frozenset[str]
    bound: frozenset[str]


def verdict(function: Callable[..., Any]) -> Verdict:
    """Whether a hook ``records`` only, ``changes`` values at least at times, or can't be read."""
    read = _read(function)
    if read is None:
        return "unknown"
    if read.function.__code__.co_flags & _LAZY:
        return "changes"
    return _worst([_returned(read), *_marks(read, read.function.__code__)])


class Mirrored:
    """A hook on the shadow that is called no more once its first call has shown that it only looks."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._judged = False
        self._silent = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._silent:
            return None
        before = list(_versions(args))
        answer = self._function(*args, **kwargs)
        if not self._judged:
            self._silent = answer is None and list(_versions(args)) == before
            self._judged = True
        return answer


def _versions(value: Any) -> Iterator[int]:
    if isinstance(value, Tensor):
        # Tensors made in inference mode count no versions.
        yield -1 if value.is_inference() else value._version
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _versions(part)
    elif isinstance(value, dict):
        yield from _versions(list(value.values()))


def _worst(found: Sequence[Verdict]) -> Verdict:
    return max(found, key=_ORDER.index)


def _read(function: Any) -> _Read | None:
    """The function inside partials, methods and callable objects."""
    filled, keywords = 0, set[str]()
    while not isinstance(function, FunctionType):
        if isinstance(function, partial):
            filled, keywords = filled + len(function.args), keywords | set(function.keywords)
            function = function.func
        elif isinstance(function, MethodType):
            filled, function = filled + 1, function.__func__
        else:
            called = inspect.getattr_static(type(function), "__call__", None)
            if not isinstance(called, FunctionType):
                return None
            filled, function = filled + 1, called
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    # TransformerLens gives the hook point by this very name.
    bound = {*code.co_varnames[: min(filled, code.co_argcount)], *keywords, "hook"}
    return _Read(function, frozenset(names) - bound, frozenset(bound))


def _returned(read: _Read) -> Verdict:
    steps = list(dis.get_instructions(read.function))
    found: list[Verdict] = []
    for index, step in enumerate(steps):
        if step.opname == "RETURN_CONST":
            found.append("records" if step.argval is None else "changes")
        elif step.opname == "RETURN_VALUE":
            found.append("changes" if step.is_jump_target else _given(read, steps, steps[index - 1]))
    # Without any return it always raises: the page is to tell of that.
    return "changes" if not found or len({*found}) > 1 else found[0]


def _given(read: _Read, steps: list[dis.Instruction], last: dis.Instruction) -> Verdict:
    """Of one return, by the step before it."""
    if last.opname == "LOAD_CONST" and last.argval is None:
        return "records"
    if not last.opname.startswith("CALL"):
        return "changes"
    root = _root(steps, last)
    same = [step for step in steps if step.opname in _ATTRIBUTES and _start(step) == _start(last)]
    if root is None:
        return "unknown"
    if not same:
        return "records" if root.argval == "print" else "unknown"
    method: str = max(same, key=_end).argval
    holder = _value(read.function, root)
    plain = type(holder).__module__ in ("builtins", "collections") and holder is not None
    silent = method in _RETURN_NOTHING and (method != "add" or isinstance(holder, set))
    return "records" if plain and silent else "unknown"


def _marks(read: _Read, code: CodeType) -> Iterator[Verdict]:
    """What each sign of a change in place says."""
    steps = list(dis.get_instructions(code))
    for index, step in enumerate(steps):
        name = step.argval if step.opname in _ATTRIBUTES | {"LOAD_GLOBAL", "LOAD_NAME"} else None
        if isinstance(name, str) and name.endswith("_") and not name.endswith("__"):
            yield "changes"
        elif step.opname in _STORES or (name in ("__setitem__", "__iadd__", "__imul__")):
            yield _stored(read, code, _root(steps, step))
        elif step.opname == "BINARY_OP" and step.argrepr.endswith("="):
            after = steps[index + 1]
            if after.opname.startswith(("STORE_FAST", "STORE_DEREF")):
                yield _stored(read, code, after)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _marks(read, constant)
        elif isinstance(constant, tuple) and ("out" in constant or "inplace" in constant):
            yield "changes"


def _stored(read: _Read, code: CodeType, root: dis.Instruction | None) -> Verdict:
    """Of a value put into the thing that a name stands for."""
    if root is None or root.argval in read.subjects:
        return "changes"
    outside = root.opname in ("LOAD_GLOBAL", "LOAD_NAME") or root.argval in code.co_freevars
    # A local may be a view of what passes through, or a record that is being filled in.
    return "records" if outside or root.argval in read.bound else "unknown"


def _root(steps: list[dis.Instruction], step: dis.Instruction) -> dis.Instruction | None:
    """The step that loads ``a`` for a step over ``a[…].b``: both begin at one place in the source."""
    start = _start(step)
    return next((s for s in steps if start and s.opname.startswith(_ROOTS) and _start(s) == start), None)


def _start(step: dis.Instruction) -> tuple[int, int] | None:
    at = step.positions
    return None if at is None or at.lineno is None or at.col_offset is None else (at.lineno, at.col_offset)


def _end(step: dis.Instruction) -> tuple[int, int]:
    at = step.positions
    return (0, 0) if at is None else (at.end_lineno or 0, at.end_col_offset or 0)


def _value(function: Any, root: dis.Instruction) -> Any:
    name, free = root.argval, function.__code__.co_freevars
    if name in free and function.__closure__ is not None:
        try:
            return function.__closure__[free.index(name)].cell_contents
        except ValueError:
            # The name has no value yet.
            return None
    return function.__globals__.get(name) if root.opname in ("LOAD_GLOBAL", "LOAD_NAME") else None
