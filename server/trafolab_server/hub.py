"""Tells every tab the same truth at once. It knows what was said last, so that a tab that opens
while the kernel is busy sees everything without asking it."""

from __future__ import annotations

from collections import OrderedDict

from trafolab_protocol.browser import KernelStatus, ServerKernel, ServerProblem, ServerState
from trafolab_protocol.errors import Problem
from trafolab_protocol.state import State
from trafolab_protocol.views import ViewFailure, ViewFrame, Watch

from .tab import Buffers, Tab
from .watch_keys import shared_key, union

_REMEMBERED_FRAMES = 128


class Hub:
    """All tabs of one laboratory. ``state`` is the stored one until the kernel speaks."""

    def __init__(self, state: State | None) -> None:
        self._tabs: list[Tab] = []
        self._state = None if state is None else ServerState(state=state, live=False)
        self._kernel = ServerKernel(status="starting")
        self._problems: list[Problem] = []
        self._frames: OrderedDict[str, tuple[ViewFrame | ViewFailure, Buffers]] = OrderedDict()

    @property
    def revision(self) -> int:
        return self._state.state.revision if self._state else 0

    def enter(self, tab: Tab) -> None:
        """A tab has opened: tell it what is known."""
        self._tabs.append(tab)
        tab.send(self._kernel, slot="kernel")
        if self._state is not None:
            tab.send(self._state, slot="state")
        for problem in self._problems:
            tab.send(ServerProblem(problem=problem))

    def leave(self, tab: Tab) -> None:
        self._tabs.remove(tab)

    def watch(self, tab: Tab, watches: list[Watch]) -> None:
        """A tab has other things on its screen: send it the last known frames of the new ones."""
        for watch in tab.watch(watches):
            if (known := self._frames.get(shared_key(watch))) is not None:
                tab.send_view(*known)

    def watched(self) -> list[Watch]:
        """The union over all tabs, under shared keys."""
        return union(watch for tab in self._tabs for watch in tab.watches)

    def show_state(self, state: State) -> None:
        self._tell_state(ServerState(state=state, live=True))

    def show_view(self, frame: ViewFrame | ViewFailure, buffers: Buffers) -> None:
        self._frames[frame.key] = (frame, buffers)
        self._frames.move_to_end(frame.key)
        if len(self._frames) > _REMEMBERED_FRAMES:
            self._frames.popitem(last=False)
        for tab in self._tabs:
            tab.send_view(frame, buffers)

    def show_kernel(self, status: KernelStatus, detail: str | None = None) -> None:
        """The kernel's status; in any but idle and busy, the state is only the last known one."""
        self._kernel = ServerKernel(status=status, detail=detail)
        for tab in self._tabs:
            tab.send(self._kernel, slot="kernel")
        if status not in ("idle", "busy") and self._state is not None and self._state.live:
            self._tell_state(self._state.model_copy(update={"live": False}))

    def show_problem(self, problem: Problem, *, keep: bool = False) -> None:
        """Tell every tab; with ``keep``, those that open later too."""
        if keep:
            self._problems.append(problem)
        for tab in self._tabs:
            tab.send(ServerProblem(problem=problem))

    def _tell_state(self, message: ServerState) -> None:
        self._state = message
        for tab in self._tabs:
            tab.send(message, slot="state")
