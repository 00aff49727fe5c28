"""Follows the cells that people run; requests that front ends make silently are not cells."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

from .cores import give_back

if TYPE_CHECKING:
    from .bindings import Bindings
    from .holder import Holder


class Watcher(Protocol):
    """Who wants to know about cells."""

    def began(self, cell: int | None) -> None: ...
    def ended(self) -> None: ...
    def stirred(self) -> None: ...


class Cells:
    """Registers on a shell's events; :meth:`remove` takes the registrations back."""

    def __init__(self, shell: InteractiveShell, holder: Holder, bindings: Bindings, watcher: Watcher) -> None:
        self._shell = shell
        self._holder = holder
        self._bindings = bindings
        self._watcher = watcher
        # A cell may run others (%run, run_cell): only the outermost is the person's.
        self._steps: list[AbstractContextManager[Any] | None] = []
        self._events = {
            "pre_run_cell": self._before,
            "post_run_cell": self._after,
            "post_execute": self._executed,
        }
        for event, callback in self._events.items():
            shell.events.register(event, callback)

    def remove(self) -> None:
        """Stop following."""
        for event, callback in self._events.items():
            self._shell.events.unregister(event, callback)
        # The cell that unloads us will end without our hearing of it.
        for step in self._steps:
            if step is not None:
                step.__exit__(None, None, None)

    def _before(self, info: ExecutionInfo) -> None:
        lab = self._holder.lab
        if self._steps or lab is None:
            self._steps.append(None)
            return
        # The shell counts up before it fires this event.
        number = self._shell.execution_count - 1 if info.store_history else None
        step = lab.step(number)
        step.__enter__()
        self._steps.append(step)
        self._watcher.began(number)

    def _after(self, result: ExecutionResult) -> None:
        del result
        # An empty cell ends without having begun.
        step = self._steps.pop() if self._steps else None
        if self._steps:
            return
        if step is not None:
            step.__exit__(None, None, None)
        try:
            self._bindings.look()
            message = self._bindings.message()
            if message is not None:
                print(message, file=sys.stderr)
        finally:
            # Whatever happens above: the lookout must not believe that the cell still runs.
            self._watcher.ended()

    def _executed(self) -> None:
        # After anything at all, a widget's callback too, on whichever thread.
        give_back()
        self._watcher.stirred()
