"""Experiments give way to whoever looks or stops them: not between two passes alone, but at every block."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

from ..executor import Executor
from .job import Job

if TYPE_CHECKING:
    from ..engine import Engine
    from ..models.held import Held

_LOOKS_AGAIN = 0.05
"""Seconds after which a waiting pass looks whether anybody wants it still."""


class Turns:
    """Of one laboratory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def around(self, job: Job) -> Generator[None]:
        """Around a step. A person waits for the metric over a set of pairs too, which comes first."""
        while not self._engine.overall.idle.wait(_LOOKS_AGAIN):
            if job.given_up:
                break
        with giving_way(self._engine.now.bench.held, job.check):
            yield


@contextmanager
def giving_way(held: Held, check: Callable[[], None]) -> Generator[None]:
    """Before each block of the passes inside views come first, and ``check`` may raise to give them up."""

    def checkpoint() -> None:
        check()
        # Two passes at once take the cores from each other, and a person waits for the view's.
        while not held.executor.free.wait(_LOOKS_AGAIN):
            check()

    aside = _aside(held)
    with torch.no_grad():
        if aside is None:
            yield
            return
        aside.checkpoint = checkpoint
        try:
            yield
        finally:
            aside.checkpoint = None


def _aside(held: Held) -> Executor | None:
    try:
        return held.aside
    except Exception:
        # What of a person's can't be copied is told by the experiment itself, which needs the same.
        return None
