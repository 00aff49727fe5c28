"""One experiment from its start to its end, as threads and views meet it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from trafolab_protocol.experiments import Axis, Experiment, ExperimentStatus

from ..errors import GaveUp, LabError, said_by
from ..tensors import Array
from .behind import PairsBehind
from .work import Step, Work

Verb = Literal["pause", "resume", "stop"]
Prepare = Callable[[], Work]

ENDED: frozenset[ExperimentStatus] = frozenset({"done", "stopped", "failed"})


@dataclass(frozen=True)
class Seen:
    """An experiment at one moment, as views show it."""

    record: Experiment
    n_cells: int
    seconds_left: float | None
    arrays: Mapping[str, Array]
    pairs: PairsBehind | None = None


class Job:
    """Computed by one thread, step by step; controlled and read by others."""

    def __init__(self, record: Experiment, prepare: Prepare) -> None:
        self.record = record
        self.version = 0
        """Grows with whatever can be seen of it."""
        self.ended = threading.Event()
        self.error: LabError | None = None
        self.work: Work | None = None
        self._prepare = prepare
        self._waiting: Step | None = None
        self._given_up = threading.Event()
        self._seconds = 0.0
        self._before = 0.0
        """Of its seconds those until there were estimates, where it has some."""
        self._lock = threading.RLock()

    @property
    def runnable(self) -> bool:
        """Whether there is something to compute now."""
        return self.record.status in ("queued", "running")

    @property
    def given_up(self) -> bool:
        """Whether nobody wants the step that is under way any more."""
        return self._given_up.is_set()

    def control(self, verb: Verb) -> None:
        """Pause it, go on, or end it with the cells that it has. What has ended stays so."""
        with self._lock:
            if self.ended.is_set():
                return
            if verb == "resume":
                self._given_up.clear()
                self._become("running" if self.work else "queued")
                return
            self._given_up.set()
            self._become("paused" if verb == "pause" else "stopped")

    def check(self) -> None:
        """Raises :class:`GaveUp` where nobody wants the step that is under way any more."""
        if self.given_up:
            raise GaveUp

    def advance(self) -> None:
        """Compute the next step, and before the first one what it needs. What goes wrong is noted, and raised
        by nobody."""
        started = time.perf_counter()
        try:
            self._advance()
        except GaveUp:
            pass
        except LabError as error:
            self._fail(error)
        except Exception as error:
            # A person's model may raise anything.
            what = f"A pass of the experiment failed: {said_by(error)}."
            self._fail(LabError("run_failed", what, self.record.name, "Look at the hooks on the model."))
        finally:
            self._seconds += time.perf_counter() - started
            if self.work is not None and "estimate" in self.work.columns and self.work.n_patched == 0:
                self._before = self._seconds

    def seen(self) -> Seen:
        """What a view shows; of what is being written, cells that are noted are whole."""
        work = self.work
        if work is None:
            return Seen(self.told, 0, None, {})
        with self._lock:
            # Before the columns: where a recipe writes between two steps, it notes last what it wrote.
            progress = work.progress.numpy().copy()
            arrays = {name: column.numpy().copy() for name, column in work.columns.items()}
            arrays["progress"] = progress
            return Seen(self.told, work.info.n_cells, self._left(work), arrays, work.pairs)

    @property
    def told(self) -> Experiment:
        """The record with what is known of the work."""
        work = self.work
        if work is None:
            return self.record
        return self.record.model_copy(
            update={
                "info": work.info.model_copy(update={"seconds": self._took}),
                "axes": [Axis(name=name, labels=labels) for name, labels in work.axes.items()],
                "columns": [*work.columns],
                "application": work.application,
                # One that was stored has the number of cells of single pairs with it, and not these.
                "n_done": max(work.n_done, self.record.n_done),
                "pairs": [] if work.pairs is None else work.pairs.told(),
            }
        )

    def rename(self, name: str) -> None:
        """Call it otherwise from now on."""
        self._change(name=name)

    def stored_as(self, tensor: str) -> None:
        """Its values have a name now, by which whoever stores them knows them. Nothing to be seen."""
        with self._lock:
            self.record = self.record.model_copy(update={"tensor": tensor})

    def _advance(self) -> None:
        if self.work is None:
            work = self._prepare()
            with self._lock:
                self.work = work
                if self.record.status == "queued":
                    self._become("running")
            # With its first cells: a page that draws an empty picture has no time for them.
            self.check()
        step = self._waiting or next(self.work.steps, None)
        if step is None:
            self._end("done")
            return
        self._waiting = step
        self.work.guard()
        numbers = step.compute()
        with self._lock:
            # What was stopped in its last block came to its end all the same.
            self.check()
            self.work.take(step, numbers)
            self._waiting = None
            self.version += 1

    def _left(self, work: Work) -> float | None:
        computed, missing = work.n_patched, work.info.n_cells - work.n_done
        if self.record.status != "running" or computed <= 0:
            return None
        return (self._seconds - self._before) / computed * missing

    @property
    def _took(self) -> float:
        """Of one that was stored, what it took then."""
        work = self.work
        return self._seconds or (0.0 if work is None else work.info.seconds)

    def _become(self, status: ExperimentStatus) -> None:
        if status in ENDED:
            self._end(status)
        else:
            self._change(status=status)

    def _end(self, status: ExperimentStatus) -> None:
        with self._lock:
            if not self.ended.is_set():
                self._change(status=status)
                self.ended.set()

    def _fail(self, error: LabError) -> None:
        self.error = error
        with self._lock:
            self._change(problem=str(error))
            self._end("failed")

    def _change(self, **changes: object) -> None:
        with self._lock:
            self.record = self.record.model_copy(update=changes)
            self.version += 1
