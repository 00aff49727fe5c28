"""Forward passes on their way through a person's model.

torch says when a pass has ended, and when an ``Exception`` ended it; of one that
``KeyboardInterrupt`` cut off it says nothing. So a flight remembers the frame that it runs in, and is
over once that frame is no longer on its thread's stack.

A thread goes on while another walks up its frames. What was walked is its stack only as long as the frame
on top has not come to its end: a generator that gives a value on the way has no caller any more, and all
below it would seem to be gone. Where that can't be excluded, its passes count as under way.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Iterator, Set
from dataclasses import dataclass
from types import FrameType

from .passing import Passing
from .plan import Plan

_Name = tuple[int, int]
_COMES_BACK = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


@dataclass(frozen=True, eq=False)
class Flight:
    """One forward pass with the plan that it took when it began."""

    plan: Plan
    passing: Passing
    frame: _Name
    """Names the frame of the module's call. The frame itself would keep everything in it alive."""
    later: bool = False
    """It is a step of a generation behind the pass over the prompt."""


class Flights:
    """The passes of all threads, the innermost of each last. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._stacks: dict[int, tuple[Flight, ...]] = {}
        """By thread. Only ever replaced: a thread reads its own at every hook, without the lock."""

    def begin(self, plan: Plan, passing: Passing, call: FrameType, *, later: bool = False) -> None:
        """A pass begins on this thread, in the frame ``call`` of the module's call."""
        with self._lock:
            # A frame is one pass's: who has its address had ended before.
            before = [each for each in self._still_here(call) if each.frame != _name(call)]
            self._stacks[threading.get_ident()] = (*before, Flight(plan, passing, _name(call), later))

    def end(self) -> Flight | None:
        """The pass that ends here on this thread, which is one no more; None where none is known."""
        with self._lock:
            stack = self._still_here(inspect.currentframe())
            self._stacks[threading.get_ident()] = stack[:-1]
            return stack[-1] if stack else None

    def current(self) -> Flight | None:
        """The innermost pass on this thread."""
        stack = self._stacks.get(threading.get_ident())
        return stack[-1] if stack else None

    def any(self) -> bool:
        """Whether a pass is under way anywhere; forgets those that were cut off."""
        with self._lock:
            found = {thread: _still(stack, _stack_of(thread)) for thread, stack in self._stacks.items()}
            self._stacks = {thread: stack for thread, stack in found.items() if stack}
            return bool(self._stacks)

    def _still_here(self, top: FrameType | None) -> tuple[Flight, ...]:
        return _still(self._stacks.get(threading.get_ident(), ()), _names(top))


def _still(stack: tuple[Flight, ...], running: Set[_Name] | None) -> tuple[Flight, ...]:
    """The flights whose frames are among those that run; all of them where nobody knows which do."""
    return stack if running is None else tuple(flight for flight in stack if flight.frame in running)


def _stack_of(thread: int) -> Set[_Name] | None:
    """The frames that run on a thread; None where it went on while it was looked at."""
    if thread == threading.get_ident():
        return _names(inspect.currentframe())
    top = _top(thread)
    names = _names(top)
    # A generator's frame may have gone and come back to another caller.
    unsure = _top(thread) is not top or (top is not None and top.f_code.co_flags & _COMES_BACK)
    return None if unsure else names


def _top(thread: int) -> FrameType | None:
    return sys._current_frames().get(thread)  # pyright: ignore[reportPrivateUsage]


def _names(top: FrameType | None) -> Set[_Name]:
    """Of a frame and all that it was called from."""
    return {_name(frame) for frame in _down(top)}


def _name(frame: FrameType) -> _Name:
    """The frame's address, which another may get once it has ended, with that of the code that it runs."""
    return id(frame), id(frame.f_code)


def _down(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
