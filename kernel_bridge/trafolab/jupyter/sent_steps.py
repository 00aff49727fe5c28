"""Which steps of undo the server knows, so that each act sends one and not all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.core import StepsTail

if TYPE_CHECKING:
    from ..history import UndoStep


class SentSteps:
    """The steps as they were sent last."""

    def __init__(self) -> None:
        self._sent: tuple[tuple[UndoStep, ...], int] | None = None

    def forget(self) -> None:
        """Whoever listens knows none of them."""
        self._sent = None

    def tail(self, steps: tuple[UndoStep, ...], cursor: int) -> StepsTail | None:
        """What has to be sent for these; None where nothing changed. They count as sent then."""
        if self._sent is not None and self._sent == (steps, cursor):
            return None
        known = () if self._sent is None else self._sent[0]
        same = 0
        for old, new in zip(known, steps, strict=False):
            if old is not new:
                break
            same += 1
        self._sent = (steps, cursor)
        # Whoever has sent a state has torch; a page without a laboratory must not wait for its import.
        from ..remembering import told

        return told(steps, same, cursor)
