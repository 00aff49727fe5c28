"""Experiments give way to whoever looks or stops them: not between two passes alone, but at every block."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

from ..executor import Executor
from .job import Job

if TYPE_CHECKING:
    from ..engine import Engine

_LOOKS_AGAIN = 0.05
"""Seconds after which a waiting pass looks whether anybody wants it still."""


class Turns:
    """Of one laboratory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def around(self, job: Job) -> Generator[None]:
        """Around a step: before each block of its passes views come first, and it may be given up."""
        held = self._engine.now.bench.held
        aside = _aside(self._engine)

        def checkpoint() -> None:
            job.check()
            # Two passes at once take the cores from each other, and a person waits for the view's.
            while not held.executor.free.wait(_LOOKS_AGAIN):
                job.check()

        with torch.no_grad():
            if aside is None:
                yield
                return
            aside.checkpoint = checkpoint
            try:
                yield
            finally:
                aside.checkpoint = None


def _aside(engine: Engine) -> Executor | None:
    try:
        return engine.now.bench.held.aside
    except Exception:
        # What of a person's can't be copied is told by the experiment itself, which needs the same.
        return None
