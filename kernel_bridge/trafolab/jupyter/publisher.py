"""Sends what changed, unasked: the state, and the views that somebody looks at.

One thread does all of it, so that looking never waits for a cell and cells never wait for looking.
Work for a revision that has been overtaken is dropped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from trafolab_protocol.state import State
from trafolab_protocol.views import ViewFailure, Watch

from ..errors import LabError
from .channel import Channel
from .listener import Listener
from .outbox import Outbox
from .packing import frame
from .troubles import Troubles

if TYPE_CHECKING:
    from ..lab import Lab

SHORT_PASS = 0.5
"""Seconds of the last live run up to which the state waits for the next one. Sent before it, the page
would draw the state while the run computes, and take the very cores that the numbers are waiting for."""

PATIENCE = 1.0
"""Seconds after which a round is finished although newer revisions keep coming, as when a cell
acts in a loop; views always read the newest state, so what is sent is never stale."""


class Publisher:
    """The kernel's one voice on the push comm."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        self._stopped = False
        self._idle = True
        self._lab: Lab | None = None
        self._unlisten: list[Callable[[], None]] = []
        self._listener = Listener()
        self._outbox = Outbox(self.wake)
        self.troubles = Troubles(self.wake)
        self._finished = time.monotonic()
        self._pass_took = 0.0
        self._thread = threading.Thread(target=self._run, name="trafolab-publisher", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Everything that is known has been sent."""
        return self._idle and not self._wake.is_set()

    def take(self, lab: Lab) -> None:
        """Publish ``lab`` from now on, and no other."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten = [lab.listen(self.wake), *self._outbox.listen(lab)]
        self._lab = lab
        self._outbox.recall()
        self.resend()

    def connect(self, channel: Channel) -> None:
        """Send on ``channel`` from now on; whoever opened it knows nothing yet."""
        self._listener.connect(channel)
        self._outbox.recall()
        self.resend()

    def disconnect(self, channel: Channel) -> None:
        """Stop sending, if ``channel`` is still the one in use."""
        self._listener.disconnect(channel)

    def watch(self, watches: Sequence[Watch]) -> None:
        """Replace what is looked at; what is new among it is sent."""
        self._listener.watch(watches)
        self.wake()

    def resend(self) -> None:
        """Send state and watched views again, changed or not."""
        self._listener.forget()
        self.wake()

    def wake(self) -> None:
        """Something changed."""
        self._wake.set()

    def close(self) -> None:
        """End the thread."""
        self._stopped = True
        for unlisten in self._unlisten:
            unlisten()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._idle = False
            self._wake.clear()
            if self._stopped:
                return
            if self._lab is not None and self._listener.there:
                send = partial(self._publish_without_grad, self._lab)
                self.troubles.attempt("publisher", "Something could not be sent", send)
            self._idle = True

    def _publish_without_grad(self, lab: Lab) -> None:
        # Whoever has a laboratory has torch; without one this thread must not wait for its import.
        import torch

        # Grad mode belongs to a thread; nothing that is looked at is ever differentiated.
        with torch.no_grad():
            self._publish(lab)

    def _publish(self, lab: Lab) -> None:
        revision, account = lab.revision, self.troubles.account(lab)
        state = account.state
        self._outbox.send(lab, self._listener.send)
        if self._pass_took > SHORT_PASS or self._listener.is_new(state):
            self._listener.tell(account)
        try:
            self._settle(lab, state)
        # Whatever a person did to the model may raise here; each view then says it for itself.
        except Exception as error:
            self._tell_state(lab)
            self._fail_all(revision, error)
            return
        # What a person waits for is the number, the first of the views; then how it came about.
        for watch in self._listener.watches[:1]:
            self._send_view(lab, watch, revision)
        self._tell_state(lab)
        for watch in self._listener.watches[1:]:
            if self._overtaken(lab, revision):
                return
            self._send_view(lab, watch, revision)
        self._tell_state(lab)
        self._finished = time.monotonic()

    def _tell_state(self, lab: Lab) -> None:
        self._listener.tell(self.troubles.account(lab))

    def _settle(self, lab: Lab, state: State) -> None:
        started = time.perf_counter()
        lab.settle()
        if not state.settled:
            self._pass_took = time.perf_counter() - started

    def _overtaken(self, lab: Lab, revision: int) -> bool:
        if lab is not self._lab:
            return True
        return lab.revision != revision and time.monotonic() - self._finished < PATIENCE

    def _send_view(self, lab: Lab, watch: Watch, revision: int) -> None:
        started, version = time.perf_counter(), _version(lab, watch)
        if self._listener.has(watch, revision, version):
            return
        try:
            result = lab.compute(watch.view, watch.params)
            record, buffers = frame(watch, result, 1000 * (time.perf_counter() - started))
        # A view runs a person's model with a person's hooks: any error is its answer.
        except Exception as error:
            self._fail(watch, revision, error, version)
            return
        self._listener.answer(watch, result.revision, record, buffers, version)

    def _fail(self, watch: Watch, revision: int, error: Exception, version: object = None) -> None:
        text = str(error) or type(error).__name__
        code = error.code if isinstance(error, LabError) else ""
        record = ViewFailure(key=watch.key, view=watch.view, revision=revision, error=text, code=code)
        self._listener.answer(watch, revision, record, version=version)

    def _fail_all(self, revision: int, error: Exception) -> None:
        for watch in self._listener.watches:
            self._fail(watch, revision, error)


def _version(lab: Lab, watch: Watch) -> object:
    try:
        return lab.version(watch.view, watch.params)
    except Exception:
        # Computing the view meets the same, and tells it.
        return None
