"""Continuations of the prompt, computed aside: a view gets what there is, and more of it as it comes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trafolab_protocol.prompts import Prompt

from ..errors import GaveUp
from ..experiments.background import Background
from ..interventions.plan import EMPTY
from .continuing import Made, continuing, end_of_text, room_for
from .sampling import Sampling

if TYPE_CHECKING:
    from ..snapshot import Now

_AT_ONCE = 0.1
_TELLS_AFTER = 0.15
"""Seconds from one answer with more in it to the next that is told."""
_MOST = 4
"""Continuations of one state that are kept, as two pages may ask for different ones."""

Stopped = Literal["end", "full", "enough"]


@dataclass(eq=False)
class Side:
    """One run's continuation."""

    name: Literal["live", "plain"]
    made: list[Made] = field(default_factory=list[Made])
    stopped: Stopped | None = None
    """Why there is no more: the model ended the text, its context is full, or as much was asked for."""


@dataclass(eq=False)
class Generated:
    """How a prompt goes on, as far as it is known."""

    sides: list[Side]
    """Live first; the plain one is left out where nothing acts."""
    reason: str | None = None
    """Why it came to nothing."""
    ended: threading.Event = field(default_factory=threading.Event)


class Generations:
    """Of one laboratory. May be used from any thread."""

    def __init__(self, tell: Callable[[], None]) -> None:
        """``tell`` is called when there is more to be seen."""
        self._tell = tell
        self._lock = threading.Lock()
        self._background = Background(self.close)
        self._under: tuple[object, ...] = ()
        self._known: OrderedDict[Sampling, Generated] = OrderedDict()
        self.version = 0
        """Grows with what can be seen."""

    def seen(self, now: Now, prompt: Prompt, sampling: Sampling, wait: float) -> Generated:
        """What is known by now, at the latest after ``wait`` seconds. What is not is computed from here on,
        and given up when the laboratory changes."""
        found, new = self._wanted(now, prompt, sampling)
        if new:
            args = (now, prompt, sampling, found)
            threading.Thread(target=self._generate, args=args, name="trafolab-text", daemon=True).start()
        # Whoever looks again and again is told of more, and need not wait for it.
        found.ended.wait(wait if new or wait > _AT_ONCE else 0)
        return found

    def close(self) -> None:
        """Give up what is under way."""
        with self._lock:
            self._known.clear()
        self._background.wait()

    def _wanted(self, now: Now, prompt: Prompt, sampling: Sampling) -> tuple[Generated, bool]:
        under = (now.bench, now.conditions, now.plan, tuple(token.id for token in prompt.tokens))
        with self._lock:
            if under != self._under:
                self._known.clear()
                self._under = under
            new = sampling not in self._known
            if new:
                plain = [Side("plain")] if now.plan else []
                self._known[sampling] = Generated([Side("live"), *plain])
            self._known.move_to_end(sampling)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
            return self._known[sampling], new

    def _generate(self, now: Now, prompt: Prompt, sampling: Sampling, found: Generated) -> None:
        def check() -> None:
            if self._known.get(sampling) is not found:
                raise GaveUp

        def go_on() -> None:
            self._go_on(now, prompt, sampling, found)

        found.reason = self._background.carry_out(now.bench.held, check, go_on, "A pass failed")
        found.ended.set()
        self._show()

    def _go_on(self, now: Now, prompt: Prompt, sampling: Sampling, found: Generated) -> None:
        """A token of each side in turn, so that both grow side by side."""
        plans = {"live": now.plan, "plain": EMPTY}
        open = [(side, continuing(now, prompt, plans[side.name], sampling)) for side in found.sides]
        told = time.monotonic()
        while open:
            for side, tokens in list(open):
                token = next(tokens, None)
                if token is None:
                    side.stopped = _why(now, prompt, side)
                    open.remove((side, tokens))
                else:
                    side.made.append(token)
            if time.monotonic() - told > _TELLS_AFTER:
                told = time.monotonic()
                self._show()

    def _show(self) -> None:
        self.version += 1
        self._tell()


def _why(now: Now, prompt: Prompt, side: Side) -> Stopped:
    if side.made and side.made[-1].id == end_of_text(now):
        return "end"
    return "full" if len(side.made) >= room_for(now, prompt) else "enough"
