"""Keeps the views that cells show in step with the laboratory.

One thread for all of them, which ends when there is nothing left to do: a laboratory that nobody holds any
more can go, with its views. Newer changes overtake older ones, since each answer is of the newest revision.
"""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING

from ..jupyter.cores import give_back

if TYPE_CHECKING:
    from ..engine import Engine
    from .conversation import Conversation

GIVES_WAY = 0.25
"""Seconds for which a view in a cell waits while another pass is under way: the page's number comes first."""


class Follower:
    """Of one laboratory. Every method may be called from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._shown: list[Conversation] = []
        self._stale = False
        self._thread: threading.Thread | None = None
        self._listening = False
        self._ending = False

    def follow(self, shown: Conversation) -> None:
        """Refresh it after each change, until nobody can see it any more."""
        shown.wake = self.wake
        with self._lock:
            self._shown = [each for each in self._shown if not each.over] + [shown]
            first, self._listening = not self._listening, True
        if first:
            self._engine.listen(self.wake)

    def wake(self) -> None:
        """Something changed, or somebody looks anew."""
        with self._lock:
            self._stale = True
            if self._thread is None and self._shown and not self._ending:
                self._thread = threading.Thread(target=self._run, name="trafolab-views", daemon=True)
                # Python may not end in the middle of a computation of torch's.
                atexit.register(self._end)
                self._thread.start()

    def _run(self) -> None:
        try:
            while self._next():
                for shown in list(self._shown):
                    self._engine.now.bench.held.executor.free.wait(GIVES_WAY)
                    if shown.over:
                        self._drop(shown)
                    elif not self._ending:
                        shown.refresh()
        finally:
            give_back()

    def _next(self) -> bool:
        """Whether there is anything to do; the thread ends where there is not."""
        with self._lock:
            more, self._stale = self._stale and not self._ending, False
            if not more:
                # Under the lock: whoever wakes it next makes a thread, which is to be waited for too.
                atexit.unregister(self._end)
                self._thread = None
            return more

    def _drop(self, shown: Conversation) -> None:
        with self._lock:
            # Whoever follows another one at this moment may have dropped it already.
            self._shown = [each for each in self._shown if each is not shown]

    def _end(self) -> None:
        self._ending = True
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
