"""What the methods for operations are asked with, made into records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import OperationError

Targets = str | Sequence[str]
Where = int | str | range | Sequence[int | str]
"""Positions: an index, the text of a token, a role such as ``"end"``, several of these, or ``"all"``."""
Stored = str | Sequence[str] | None


def checked(kind: type[Any], fields: dict[str, Any]) -> Any:
    """The record. Raises :class:`OperationError` for an argument that it does not take."""
    record: type[BaseModel] = kind
    try:
        return record.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0])
        option = "scale" if option == "strength" else option
        value = fields.get(str(first["loc"][0]))
        unknown = first["type"] == "extra_forbidden"
        what = f"There is no option {option}." if unknown else f"{option} can't be {value!r}."
        raise OperationError("bad_option", what, str(value), f"{first['msg']}.") from error
