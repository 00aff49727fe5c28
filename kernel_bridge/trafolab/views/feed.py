"""What a feed is: a name, what it is asked with, what it answers, and how it is computed.

A feed's module imports no torch, so that the types of the page can be generated without it: the
tensors that a computation meets bring their own methods.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from trafolab_protocol.record import Record

if TYPE_CHECKING:
    from ..look import Look

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Answer:
    """What a feed computed: its record, and the arrays that travel as bytes beside it."""

    data: Record
    tensors: Mapping[str, Array] = field(default_factory=dict[str, Array])


@dataclass(frozen=True)
class Feed:
    """Numbers that somebody looks at, computed again whenever they may have changed."""

    name: str
    params: type[Record]
    data: type[Record]
    compute: Callable[[Look, Any], Answer]
    """Takes one consistent look at the laboratory and an instance of ``params``."""
    version: Callable[[Look, Any], object] = lambda look, params: None
    """Differs when the answer may have changed although the revision has not."""

    def caption(self, look: Look, data: Record) -> str:
        """What stands below its picture; empty for what nobody takes away by itself."""
        return ""


@dataclass(frozen=True)
class ViewResult:
    """A feed's answer with the revision of the state that it was computed from."""

    revision: int
    data: Record
    tensors: Mapping[str, Array]
    caption: str = ""
    """What the numbers are of and were computed under, in a line."""


@dataclass(frozen=True)
class Asked:
    """A feed with its parameters, checked."""

    feed: Feed
    params: Record

    def version(self, look: Look) -> object:
        """See :attr:`Feed.version`."""
        return self.feed.version(look, self.params)

    def compute(self, look: Look, revision: int) -> ViewResult:
        """Its answer at a revision."""
        answer = self.feed.compute(look, self.params)
        caption = self.feed.caption(look, answer.data)
        return ViewResult(revision, answer.data, answer.tensors, caption)
