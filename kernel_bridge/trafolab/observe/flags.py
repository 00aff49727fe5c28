"""Settings of a model's ``cfg`` that a person changed."""

from __future__ import annotations

from typing import Any

Flag = bool | int | float | str | None


def read(cfg: Any) -> dict[str, Flag]:
    """Every setting of ``cfg`` that is a plain value."""
    values: dict[str, Any] = vars(cfg)
    return {
        name: value
        for name, value in values.items()
        if value is None or isinstance(value, bool | int | float | str)
    }


def changes(before: dict[str, Flag], now: dict[str, Flag]) -> list[str]:
    """What differs, as ``name: before → now``, by name."""
    names = sorted(before.keys() | now.keys())
    return [
        f"{name}: {before.get(name)} → {now.get(name)}" for name in names if before.get(name) != now.get(name)
    ]
