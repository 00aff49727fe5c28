"""A person's functions that interventions call, by key. They live as long as the kernel does."""

from __future__ import annotations

import ast
import builtins
import dis
import hashlib
import inspect
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FunctionType
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
    """What a function is called in code: the name that it was defined under, ``torch.tanh``, or what it is,
    where it has no name."""
    name = getattr(function, "__name__", None)
    if isinstance(name, str) and getattr(torch, name, None) is function:
        return f"torch.{name}"
    return name if isinstance(name, str) and name.isidentifier() else type(function).__name__


def needs_of(function: Function) -> list[str]:
    """Names that the text of a function refers to and does not bring along: variables around it, defaults,
    and what else its file or cell defines. ``torch`` is had everywhere."""
    if not isinstance(function, FunctionType):
        return []
    known = function.__globals__
    outside = {name for name in _global_names(function.__code__) if not hasattr(builtins, name)}
    defaults = [each.name for each in inspect.signature(function).parameters.values() if _has_default(each)]
    needed = {name for name in outside if known.get(name) is not torch}
    return sorted({*function.__code__.co_freevars, *needed, *defaults})


def source_of(function: Function) -> str:
    """The text of a function, as far as Python knows it, that of a lambda as an assignment; empty for one
    without."""
    try:
        text = textwrap.dedent(inspect.getsource(function)).rstrip()
    except (OSError, TypeError):
        return ""
    if getattr(function, "__name__", "") != "<lambda>":
        return text
    found = _lambda_in(text, function)
    return text if found is None else f"{name_of(function)} = {found}"


def untold(name: str, source: str, needs: Sequence[str]) -> str | None:
    """Why the text of a function does not bring it back; None where it does."""
    if needs:
        return f"{name} needs {', '.join(needs)}"
    if name.startswith("torch.") or source.startswith(("def ", "@", "class ", f"{name} = ")):
        return None
    return f"Python does not know the text of {name}"


def _has_default(parameter: inspect.Parameter) -> bool:
    return parameter.default is not parameter.empty


def _global_names(code: CodeType) -> Iterator[str]:
    """Those that code reads as global ones; attributes are none."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _lambda_in(text: str, function: Function) -> str | None:
    """The lambda itself out of the lines that it stands in."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    texts = [ast.get_source_segment(text, node) for node in nodes]
    wanted = function.__code__
    for found in texts:
        made = None if found is None else _code_of_lambda(found)
        if made is not None and (made.co_code, made.co_consts) == (wanted.co_code, wanted.co_consts):
            return found
    return None


def _code_of_lambda(text: str) -> CodeType | None:
    constants = compile(text, "<lambda>", "eval").co_consts
    return next((each for each in constants if isinstance(each, CodeType)), None)
