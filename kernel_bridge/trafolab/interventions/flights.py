"""Forward passes on their way through a person's model.

torch says when a pass has ended, and when an ``Exception`` ended it; of one that
``KeyboardInterrupt`` cut off it says nothing. So a flight remembers the frame that it runs in, and is
over once that frame is no longer on its thread's stack.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

from .passing import Passing
from .plan import Plan


@dataclass(frozen=True, eq=False)
class Flight:
    """One forward pass with the plan that it took when it began."""

    plan: Plan
    passing: Passing
    frame: tuple[int, int]
    """Names the frame of the module's call. The frame itself would keep everything in it alive."""
    later: bool = False
    """It is a step of a generation behind the pass over the prompt."""


class Flights:
    """The passes of all threads, the innermost of each last. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._stacks: dict[int, list[Flight]] = {}

    def begin(self, plan: Plan, passing: Passing, call: FrameType, *, later: bool = False) -> None:
        """A pass begins on this thread, in the frame ``call`` of the module's call."""
        with self._lock:
            stack = self._stacks.setdefault(threading.get_ident(), [])
            _drop_ended(stack, call)
            stack.append(Flight(plan, passing, _name(call), later))

    def end(self) -> Flight | None:
        """The pass that ends here on this thread, which is one no more; None where none is known."""
        with self._lock:
            stack = self._stacks.get(threading.get_ident(), [])
            _drop_ended(stack, inspect.currentframe())
            return stack.pop() if stack else None

    def current(self) -> Flight | None:
        """The innermost pass on this thread."""
        stack = self._stacks.get(threading.get_ident())
        return stack[-1] if stack else None

    def any(self) -> bool:
        """Whether a pass is under way anywhere; forgets those that were cut off."""
        with self._lock:
            tops = sys._current_frames()  # pyright: ignore[reportPrivateUsage]
            for thread, stack in list(self._stacks.items()):
                _drop_ended(stack, tops.get(thread))
                if not stack:
                    del self._stacks[thread]
            return bool(self._stacks)


def _drop_ended(stack: list[Flight], top: FrameType | None) -> None:
    """Keep the flights whose frames are ``top`` or below it."""
    if stack:
        running = {_name(frame) for frame in _down(top)}
        stack[:] = [flight for flight in stack if flight.frame in running]


def _name(frame: FrameType) -> tuple[int, int]:
    """The frame's address, which another may get once it has ended, with that of the code that it runs."""
    return id(frame), id(frame.f_code)


def _down(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
