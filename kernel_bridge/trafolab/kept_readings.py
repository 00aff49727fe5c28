"""What was computed from a model's weights alone: made once for each of their values, whatever the prompt."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

Reading = TypeVar("Reading")

_MOST = 64


class KeptReadings:
    """Readings by their names; all go when the weights are others, the oldest where they are too many."""

    def __init__(self) -> None:
        self._under: object = None
        self._kept: OrderedDict[object, Any] = OrderedDict()

    def get(self, under: object, key: object, make: Callable[[], Reading]) -> Reading:
        """The reading of that key, made now where there is none. ``under``: what the weights are known by."""
        if under != self._under:
            self._kept.clear()
            self._under = under
        if key not in self._kept:
            self._kept[key] = make()
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return cast("Reading", self._kept[key])
