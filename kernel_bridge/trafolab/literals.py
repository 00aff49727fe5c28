"""Values as Python writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast


def quoted(text: str) -> str:
    """A text, in double quotes where that needs no escapes."""
    single = repr(text)
    return f'"{text}"' if single == f"'{text}'" and '"' not in text else single


def literal(value: Any) -> str:
    """A value, in double quotes where it is text, or a list of such."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, cast('list[Any]', value)))}]"
    return quoted(value) if isinstance(value, str) else str(value)


def one_or_list(names: Sequence[str]) -> str:
    """One name alone, several as a list."""
    text = ", ".join(quoted(name) for name in names)
    return text if len(names) == 1 else f"[{text}]"
