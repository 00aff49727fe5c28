"""Sends what changed, unasked: the state, and the views that somebody looks at.

One thread does all of it, so that looking never waits for a cell and cells never wait for looking.
Work for a revision that has been overtaken is dropped.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import Experiment
from trafolab_protocol.kernel import ExperimentPush, StatePush
from trafolab_protocol.record import Record
from trafolab_protocol.state import State
from trafolab_protocol.views import ViewFailure, Watch

from .channel import Buffer, Channel
from .packing import Array, frame, parts
from .sent_steps import SentSteps

if TYPE_CHECKING:
    from ..lab import Lab
    from ..snapshot import Account

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
        self._channel: Channel | None = None
        self._watches: tuple[Watch, ...] = ()
        # What is noted as sent and what is sent must be one step for whoever changes the watches meanwhile.
        self._noting = threading.Lock()
        self._sent_state: State | None = None
        self._sent_steps = SentSteps()
        self._sent_views: dict[str, tuple[int, object, Watch]] = {}
        self._tensors: deque[tuple[str, Array]] = deque()
        self._experiments: deque[ExperimentPush] = deque()
        self._recall_tensors = False
        self._notice: tuple[object, str | None] = (None, None)
        self._troubles: dict[str, str] = {}
        self._told: set[str] = set()
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
        self._unlisten = [
            lab.listen(self.wake),
            lab.tensors.listen(self._keep),
            lab.book.listen(self._keep_experiment),
        ]
        self._lab = lab
        self._recall_tensors = True
        self.resend()

    def notice(self, model: object, text: str | None) -> None:
        """Tell ``text`` among the problems as long as ``model`` is the laboratory's."""
        self._notice = (model, text)

    def trouble(self, who: str, text: str | None) -> None:
        """Tell ``text`` among the problems until ``who`` takes it back with None."""
        known = who in self._troubles
        if text is None:
            self._troubles.pop(who, None)
        else:
            self._troubles[who] = text
        # Only when it comes or goes: a text that differs each time would keep this awake for ever.
        if known != (text is not None):
            self._wake.set()

    def attempt(self, who: str, words: str, act: Callable[[], None]) -> None:
        """Carry out one round of a thread that must outlive whatever a round meets in a person's model. What
        it raised is told among the problems until a round succeeds, and printed once."""
        trouble = None
        try:
            act()
        except Exception as error:
            trouble = f"{words}: {type(error).__name__}: {error}"
            if trouble not in self._told:
                self._told.add(trouble)
                print(trouble, file=sys.stderr)
        self.trouble(who, trouble)

    def connect(self, channel: Channel) -> None:
        """Send on ``channel`` from now on; whoever opened it knows nothing yet."""
        with self._noting:
            self._channel = channel
        self._recall_tensors = True
        self.resend()

    def disconnect(self, channel: Channel) -> None:
        """Stop sending, if ``channel`` is still the one in use."""
        if self._channel is channel:
            self._channel = None

    def watch(self, watches: Sequence[Watch]) -> None:
        """Replace what is looked at; what is new among it is sent."""
        keys = {watch.key for watch in watches}
        with self._noting:
            self._watches = tuple(watches)
            self._sent_views = {key: sent for key, sent in self._sent_views.items() if key in keys}
        self._wake.set()

    def resend(self) -> None:
        """Send state and watched views again, changed or not."""
        with self._noting:
            self._sent_state = None
            self._sent_steps.forget()
            self._sent_views = {}
        self._wake.set()

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

    def _keep(self, name: str, array: Array) -> None:
        self._tensors.append((name, array))
        self._wake.set()

    def _keep_experiment(self, experiment: Experiment, array: Array | None, forgotten: bool) -> None:
        if array is not None and experiment.tensor is not None:
            self._tensors.append((experiment.tensor, array))
        self._experiments.append(ExperimentPush(experiment=experiment, forgotten=forgotten))
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._idle = False
            self._wake.clear()
            if self._stopped:
                return
            if self._lab is not None and self._channel is not None:
                send = partial(self._publish_without_grad, self._lab)
                self.attempt("publisher", "Something could not be sent", send)
            self._idle = True

    def _publish_without_grad(self, lab: Lab) -> None:
        # Whoever has a laboratory has torch; without one this thread must not wait for its import.
        import torch

        # Grad mode belongs to a thread; nothing that is looked at is ever differentiated.
        with torch.no_grad():
            self._publish(lab)

    def _publish(self, lab: Lab) -> None:
        revision, account = lab.revision, self._account(lab)
        state = account.state
        if self._recall_tensors:
            self._recall_tensors = False
            self._tensors.extend(_stored(lab))
            for experiment, array in lab.book.stored():
                self._keep_experiment(experiment, array, forgotten=False)
        self._send_tensors()
        if self._pass_took > SHORT_PASS or self._is_new(state):
            self._send_state(account)
        try:
            self._settle(lab, state)
        # Whatever a person did to the model may raise here; each view then says it for itself.
        except Exception as error:
            self._send_state(self._account(lab))
            self._fail_all(revision, error)
            return
        # What a person waits for is the number, the first of the views; then how it came about.
        for watch in self._watches[:1]:
            self._send_view(lab, watch, revision)
        self._send_state(self._account(lab))
        for watch in self._watches[1:]:
            if self._overtaken(lab, revision):
                return
            self._send_view(lab, watch, revision)
        self._send_state(self._account(lab))
        self._finished = time.monotonic()

    def _is_new(self, state: State) -> bool:
        """Nothing tells how long the next run takes: whoever listens, the model or the prompt is another."""
        sent = self._sent_state
        return sent is None or (sent.model, sent.clean) != (state.model, state.clean)

    def _settle(self, lab: Lab, state: State) -> None:
        started = time.perf_counter()
        lab.settle()
        if not state.settled:
            self._pass_took = time.perf_counter() - started

    def _account(self, lab: Lab) -> Account:
        model, text = self._notice
        account = lab.account
        told = [] if text is None or model is not lab.model else [text]
        told += list(self._troubles.values())
        if not told:
            return account
        problems = [*told, *account.state.problems]
        return replace(account, state=account.state.model_copy(update={"problems": problems}))

    def _overtaken(self, lab: Lab, revision: int) -> bool:
        if lab is not self._lab:
            return True
        return lab.revision != revision and time.monotonic() - self._finished < PATIENCE

    def _send_view(self, lab: Lab, watch: Watch, revision: int) -> None:
        started, version = time.perf_counter(), _version(lab, watch)
        if self._sent_views.get(watch.key) == (revision, version, watch):
            return
        try:
            result = lab.compute(watch.view, watch.params)
            record, buffers = frame(watch, result, 1000 * (time.perf_counter() - started))
        # A view runs a person's model with a person's hooks: any error is its answer.
        except Exception as error:
            self._fail(watch, revision, error, version)
            return
        self._send_for(watch, result.revision, record, buffers, version)

    def _fail(self, watch: Watch, revision: int, error: Exception, version: object = None) -> None:
        text = str(error) or type(error).__name__
        record = ViewFailure(key=watch.key, view=watch.view, revision=revision, error=text)
        self._send_for(watch, revision, record, version=version)

    def _send_for(
        self,
        watch: Watch,
        revision: int,
        record: Record,
        buffers: Sequence[Buffer] = (),
        version: object = None,
    ) -> None:
        """Send a watch's answer, unless nobody looks any more: who looks again later is to get it then."""
        with self._noting:
            if watch in self._watches:
                self._sent_views[watch.key] = (revision, version, watch)
                self._send(record, buffers)

    def _fail_all(self, revision: int, error: Exception) -> None:
        for watch in self._watches:
            self._fail(watch, revision, error)

    def _send_state(self, account: Account) -> None:
        state = account.state
        with self._noting:
            if state != self._sent_state:
                tail = self._sent_steps.tail(account.steps, account.cursor)
                self._sent_state = state
                self._send(StatePush(state=state, steps=tail))

    def _send_tensors(self) -> None:
        while self._tensors:
            for record, piece in parts(*self._tensors.popleft()):
                self._send(record, [piece])
        while self._experiments:
            self._send(self._experiments.popleft())

    def _send(self, record: Record, buffers: Sequence[Buffer] = ()) -> None:
        if self._channel is not None:
            self._channel.send(record, buffers)


def _version(lab: Lab, watch: Watch) -> object:
    try:
        return lab.version(watch.view, watch.params)
    except Exception:
        # Computing the view meets the same, and tells it.
        return None


def _stored(lab: Lab) -> Iterator[tuple[str, Array]]:
    """The tensors that a laboratory refers to; whoever has just connected has none of them."""
    from ..tensors import as_array

    for name in dict.fromkeys(lab.stored):
        tensor = lab.tensors.get(name)
        if tensor is not None:
            yield name, as_array(tensor)
