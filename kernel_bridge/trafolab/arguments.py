"""What a person gives to the methods of ``Lab``, made into records or refused in words."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any, Literal, TypeVar, cast

from pydantic import BaseModel, ValidationError

from .errors import OperationError, TargetError

R = TypeVar("R", bound=BaseModel)
_LONGEST = 60
_NO_TARGET = 'Name a target, such as "L1H6".'
_WHERE = 'Give a position: 3, several: [3, -1], the text of a token, "end", or "all".'


def record(kind: type[R], call: str, advice: str, fields: dict[str, Any]) -> R:
    """The record with these fields. Raises :class:`OperationError` with ``advice`` where one does not fit."""
    try:
        made = kind.model_validate(fields)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise OperationError(
            "bad_argument", f"{call} can't take {_short(fields[field])}.", field, advice
        ) from error
    # To pydantic, True is the number 1.
    for field, value in fields.items():
        wanted: Any = kind.model_fields[field].annotation
        given = cast("list[Any]", value) if isinstance(value, list) else [value]
        wrong = next((each for each in given if isinstance(each, bool)), None)
        if wrong is not None and wanted not in (bool, bool | None):
            raise OperationError("bad_argument", f"{call} can't take {wrong} as {field}.", field, advice)
    return made


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"a {type(value).__name__}"


def names_in(targets: Iterable[Any]) -> list[str]:
    """Names given one after the other, in lists, or both, as one list. Raises :class:`TargetError` for
    what is no name."""
    names: list[str] = []
    for each in targets:
        listed = isinstance(each, Iterable) and not isinstance(each, str | bytes)
        for name in each if listed else [each]:
            if not isinstance(name, str):
                raise TargetError("bad_target", f"{name!r} is not the name of a target.", None, _NO_TARGET)
            names.append(str(name))
    return names


def positions_in(given: Any) -> Literal["all"] | list[int | str]:
    """One position, several, or all; texts of tokens and roles stay as they are. Raises
    :class:`OperationError` for anything else."""
    if isinstance(given, str):
        return "all" if given == "all" else [given]
    one = _index(given)
    if one is not None:
        return [one]
    several = list(given) if isinstance(given, Iterable) and not isinstance(given, bytes) else [given]
    found: list[int | str] = []
    for each in several:
        index = each if isinstance(each, str) else _index(each)
        if index is None:
            what = f"{each!r} is not a token position."
            raise OperationError("bad_position", what, None, _WHERE)
        found.append(index)
    return found


def answers_in(given: Any) -> Any:
    """Answers as the record takes them: sequences as lists, numbers of whichever library as Python's own.
    What is none stays as it is, and is refused there."""
    if given is None or isinstance(given, str | bytes | bool):
        return given
    one = _index(given)
    if one is not None:
        return one
    return [answers_in(each) for each in given] if isinstance(given, Iterable) else given


def listed(given: str | Iterable[str]) -> list[str]:
    """One text or several, as a list."""
    return [given] if isinstance(given, str) else list(given)


def _index(value: Any) -> int | None:
    """A whole number of whichever library; True is none, though Python counts with it."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    # A tensor of several numbers raises its own error.
    except (TypeError, ValueError, RuntimeError):
        return None
