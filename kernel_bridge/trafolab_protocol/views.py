"""Watches and view frames. What a single view takes and gives is declared beside what computes
it (``trafolab.views``); the envelopes here never change when a view is added."""

from __future__ import annotations

from typing import Any, Literal

from .record import Record

DType = Literal["float32", "float16", "uint8", "int32"]


class Watch(Record):
    """A view that is on somebody's screen. ``key`` names it in the frames that answer it."""

    key: str
    view: str
    params: dict[str, Any]


class TensorSpec(Record):
    """One array that travels as bytes beside the JSON."""

    name: str
    dtype: DType
    shape: list[int]
    buffer: int
    """Index of the buffer that holds it, little-endian, C order."""


class ViewFrame(Record):
    """A view's data at one revision."""

    kind: Literal["view"] = "view"
    key: str
    view: str
    revision: int
    data: dict[str, Any]
    tensors: list[TensorSpec] = []
    caption: str = ""
    """What the numbers are of and were computed under, in a line, as it stands below a picture of them."""
    took_ms: float = 0.0
    """Time the kernel spent on it."""


class ViewFailure(Record):
    """A view that could not be computed at this revision, and why."""

    kind: Literal["view_failure"] = "view_failure"
    key: str
    view: str
    revision: int
    error: str
    code: str = ""
    """Of the laboratory's own error, ``bad_params`` for what the view does not take; empty for any other."""
