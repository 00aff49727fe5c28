"""How an error travels. ``what`` happened, to which ``subject``, and what to do next (``advice``)."""

from __future__ import annotations

from .record import Record


class Problem(Record):
    """An error that a person reads."""

    code: str
    """Stable short name, such as ``unknown_target``."""
    what: str
    subject: str | None = None
    advice: str | None = None
