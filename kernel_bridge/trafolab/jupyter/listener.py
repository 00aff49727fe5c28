"""Who listens to the kernel: what it looks at, and what it has been sent."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafolab_protocol.kernel import StatePush
from trafolab_protocol.record import Record
from trafolab_protocol.state import State
from trafolab_protocol.views import Watch

from .channel import Buffer, Channel
from .sent_steps import SentSteps

if TYPE_CHECKING:
    from ..snapshot import Account


class Listener:
    """At the other end of the push comm, if there is one. Safe to use from any thread."""

    def __init__(self) -> None:
        self._channel: Channel | None = None
        self.watches: tuple[Watch, ...] = ()
        # What is noted as sent and what is sent must be one step for whoever changes the watches meanwhile.
        self._noting = threading.Lock()
        self._state: State | None = None
        self._steps = SentSteps()
        self._views: dict[str, tuple[int, object, Watch]] = {}

    @property
    def there(self) -> bool:
        """Somebody listens."""
        return self._channel is not None

    def connect(self, channel: Channel) -> None:
        """Whoever opened this channel listens from now on."""
        with self._noting:
            self._channel = channel

    def disconnect(self, channel: Channel) -> None:
        """Nobody listens any more, if ``channel`` is still the one in use."""
        if self._channel is channel:
            self._channel = None

    def watch(self, watches: Sequence[Watch]) -> None:
        """It looks at these, and has what it was sent of them before."""
        keys = {watch.key for watch in watches}
        with self._noting:
            self.watches = tuple(watches)
            self._views = {key: sent for key, sent in self._views.items() if key in keys}

    def forget(self) -> None:
        """It knows nothing."""
        with self._noting:
            self._state = None
            self._steps.forget()
            self._views = {}

    def is_new(self, state: State) -> bool:
        """Nothing tells how long the next run takes: whoever listens, the model or the prompt is another."""
        sent = self._state
        return sent is None or (sent.model, sent.clean) != (state.model, state.clean)

    def has(self, watch: Watch, revision: int, version: object) -> bool:
        """It was sent the answer to a watch."""
        return self._views.get(watch.key) == (revision, version, watch)

    def answer(
        self,
        watch: Watch,
        revision: int,
        record: Record,
        buffers: Sequence[Buffer] = (),
        version: object = None,
    ) -> None:
        """Send a watch's answer, unless nobody looks any more: who looks again later is to get it then."""
        with self._noting:
            if watch in self.watches:
                self._views[watch.key] = (revision, version, watch)
                self.send(record, buffers)

    def tell(self, account: Account) -> None:
        """Send the state where it is another than the one that was sent."""
        state = account.state
        with self._noting:
            if state != self._state:
                tail = self._steps.tail(account.steps, account.cursor)
                self._state = state
                self.send(StatePush(state=state, steps=tail))

    def send(self, record: Record, buffers: Sequence[Buffer] = ()) -> None:
        """Send a record, if somebody listens."""
        if self._channel is not None:
            self._channel.send(record, buffers)
