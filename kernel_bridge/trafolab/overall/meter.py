"""The live metric over a set of pairs, computed aside while the page goes on.

It is many passes, which may take seconds: so a view gets what there is by now, and more of it as it comes.
What nobody waits for any more, since the laboratory has changed, is given up in the middle of a pass.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.stamps import Stamp

from ..errors import GaveUp
from ..experiments.background import Background
from .reading import SetReading
from .sets import readings, stamp_of

if TYPE_CHECKING:
    from ..snapshot import Now

_AT_ONCE = 0.1
"""Seconds for which a view waits: a small set is there by then, and its number does not flicker."""
_TELLS_AFTER = 0.25
"""Seconds from one partial mean to the next that is told."""


@dataclass(eq=False)
class Asked:
    """One reading, and how far it is."""

    now: Now
    metric: Metric
    key: tuple[object, ...]
    reading: SetReading | None = None
    reason: str | None = None
    """Why there is none."""
    ended: threading.Event = field(default_factory=threading.Event)
    owed: bool = False
    """Whether somebody has seen only a part of it."""

    @property
    def stamp(self) -> Stamp:
        """Of its numbers, whether or not there are any yet."""
        return stamp_of(self.now, self.metric)


class Meter:
    """May be used from any thread."""

    def __init__(self, tell: Callable[[], None]) -> None:
        """``tell`` is called when there is more to be seen."""
        self._tell = tell
        self._lock = threading.Lock()
        self._background = Background(self.close)
        self._asked: Asked | None = None
        self._plain: tuple[tuple[object, ...], dict[str, Tensor]] = ((), {})
        self.version = 0
        """Grows with what can be seen."""
        self.idle = threading.Event()
        """Set while nothing is computed."""
        self.idle.set()

    def seen(self, now: Now, metric: Metric) -> Asked:
        """What is known by now of the metric over its set. What is not is computed from here on."""
        asked, new = self._wanted(now, metric)
        if new:
            asked.ended.wait(_AT_ONCE)
        with self._lock:
            asked.owed = not asked.ended.is_set()
        return asked

    def close(self) -> None:
        """Give up what is under way."""
        with self._lock:
            self._asked = None
            self.idle.set()
        self._background.wait()

    def _wanted(self, now: Now, metric: Metric) -> tuple[Asked, bool]:
        key = (now.bench, now.conditions, now.plan, metric, _tensors(now, metric))
        with self._lock:
            if self._asked is not None and self._asked.key == key:
                return self._asked, False
            asked = self._asked = Asked(now, metric, key)
            self.idle.clear()
        threading.Thread(target=self._measure, args=(asked,), name="trafolab-metric", daemon=True).start()
        return asked, True

    def _measure(self, asked: Asked) -> None:
        def check() -> None:
            if self._asked is not asked:
                raise GaveUp

        held, words = asked.now.bench.held, "A pass over the pairs failed"
        asked.reason = self._background.carry_out(held, check, lambda: self._read(asked), words)
        self._end(asked)

    def _read(self, asked: Asked) -> None:
        told = time.monotonic()
        for reading in readings(asked.now, asked.metric, self._known(asked)):
            asked.reading = reading
            if time.monotonic() - told > _TELLS_AFTER:
                told = time.monotonic()
                self._show()

    def _known(self, asked: Asked) -> dict[str, Tensor]:
        """The plain numbers of the same metric on the same weights, by the tensor of the pairs."""
        key = (asked.now.bench, asked.now.conditions, asked.metric)
        if self._plain[0] != key:
            self._plain = (key, {})
        return self._plain[1]

    def _end(self, asked: Asked) -> None:
        with self._lock:
            asked.ended.set()
            late = asked.owed and asked is self._asked
            if asked is self._asked:
                self.idle.set()
        if late:
            self._show()

    def _show(self) -> None:
        self.version += 1
        self._tell()


def _tensors(now: Now, metric: Metric) -> tuple[str | None, ...]:
    known = {each.name: each.tensor for each in now.core.pairs}
    return tuple(known.get(name) for name in (metric.pairs, metric.minus) if name is not None)
