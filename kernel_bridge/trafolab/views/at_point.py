"""What views of the stream at one point and position share: where it is read, and in which run."""

from __future__ import annotations

from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp


class AtPointParams(Record):
    point: str | None = None
    """A point of the stream, such as ``resid_post.0``; None for its end."""
    position: int = -1
    run: str = "live"
    """``live``, ``plain``, or a counterfactual's plain run by its name."""
    against: str | None = None
    """A run whose stream is taken off first: what is told is told of the difference."""


class AtPointData(Record):
    point: str
    position: int
    token: str
    run: str
    against: str | None
    runs: list[str]
    """The runs that can be asked for."""
    norm: float
    """Of the stream there, or of the difference."""
    stamp: Stamp
