"""One open tab, as the server sees it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import count

from trafolab_protocol.browser import ServerMessage
from trafolab_protocol.frames import pack
from trafolab_protocol.views import ViewFailure, ViewFrame, Watch

from .mailbox import Mailbox
from .watch_keys import shared_key

Buffers = Sequence[bytes | memoryview]


class Tab:
    """What a tab watches, and what waits to be sent to it. Encoding happens when a message is
    taken, so what is overtaken costs nothing."""

    def __init__(self) -> None:
        self.watches: list[Watch] = []
        self._mailbox: Mailbox[tuple[ServerMessage, Buffers]] = Mailbox()
        self._number = count()

    def send(self, message: ServerMessage, slot: Hashable = None) -> None:
        """Queue a message; with ``slot``, in the place of an unsent one of that slot."""
        self._mailbox.put(("one", next(self._number)) if slot is None else slot, (message, ()))

    def send_view(self, frame: ViewFrame | ViewFailure, buffers: Buffers) -> None:
        """Queue a view's frame under every key that this tab watches it by."""
        for watch in self.watches:
            if shared_key(watch) == frame.key:
                mine = frame.model_copy(update={"key": watch.key})
                self._mailbox.put(("view", watch.key), (mine, buffers))

    def watch(self, watches: list[Watch]) -> list[Watch]:
        """Replace what this tab watches; returns those that are new to it."""
        known = {(watch.key, shared_key(watch)) for watch in self.watches}
        wanted = {(watch.key, shared_key(watch)) for watch in watches}
        for key, _ in known - wanted:
            self._mailbox.drop(("view", key))
        self.watches = watches
        return [watch for watch in watches if (watch.key, shared_key(watch)) not in known]

    async def next_frame(self) -> str | bytes:
        """The next websocket frame to send, text without buffers and binary with them."""
        message, buffers = await self._mailbox.take()
        text = message.model_dump_json()
        return pack(text.encode(), buffers) if buffers else text
