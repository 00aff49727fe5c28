"""All experiments of a laboratory: those under way, one after the other, and those that have ended."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from trafolab_protocol.experiments import EdgesSpec, Experiment, ExperimentSummary, FaithfulnessSpec
from trafolab_protocol.prompts import Prompt

from ..errors import OperationError
from ..tensors import Array
from .job import ENDED, Job, Prepare, Verb
from .keeping import kept, reopened

Around = Callable[[Job], AbstractContextManager[None]]
Ended = Callable[[Experiment, Array | None, bool], None]
"""Told of an experiment to be stored, with its array where that is new; or to be forgotten. With the book's
lock held: it waits for nobody."""


_LONGEST = 120
"""Letters of a prompt in the list."""


class Book:
    """May be used from any thread. A thread of its own computes, as long as there is something to compute."""

    def __init__(self, around: Around, changed: Callable[[], None]) -> None:
        """``around`` is entered for each step; ``changed`` is called after each."""
        self._around = around
        self._changed = changed
        self._jobs: dict[str, Job] = {}
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._listeners: list[Ended] = []

    def __iter__(self) -> Iterator[Job]:
        with self._lock:
            return iter([*self._jobs.values()])

    def __getitem__(self, id: str) -> Job:
        """An experiment by its id. Raises :class:`OperationError` where there is none."""
        with self._lock:
            found = self._jobs.get(id)
        if found is None:
            raise OperationError("unknown_experiment", f"There is no experiment {id}.", id)
        return found

    def summaries(self, present: Sequence[Prompt]) -> list[ExperimentSummary]:
        """All of them in a few words, in the order of their start, as seen from the prompts of now."""
        return [_summary(job, present) for job in self]

    def start(self, record: Experiment, prepare: Prepare) -> Job:
        """Compute an experiment behind those that are under way. Raises :class:`OperationError` for an id
        that is known already."""
        with self._lock:
            if record.id in self._jobs:
                raise OperationError("known_experiment", "This experiment was started already.", record.id)
            job = self._jobs[record.id] = Job(record, prepare)
            self._work()
        self._changed()
        return job

    def control(self, id: str, verb: Verb) -> None:
        """``pause``, ``resume`` or ``stop`` an experiment."""
        job = self[id]
        job.control(verb)
        self._settle(job)
        with self._lock:
            self._work()
        self._changed()

    def rename(self, id: str, name: str) -> None:
        """Call an experiment otherwise. Raises :class:`OperationError` for an empty name."""
        if not name.strip():
            raise OperationError("no_name", "An experiment needs a name.", id, "Type one.")
        job = self[id]
        job.rename(name.strip())
        with self._lock:
            if job.record.status in ENDED and id in self._jobs:
                self._tell(job.told, None, forgotten=False)
        self._changed()

    def forget(self, id: str) -> None:
        """Remove an experiment; one that is under way is stopped."""
        job = self[id]
        job.control("stop")
        with self._lock:
            self._jobs.pop(id, None)
            self._tell(job.told, None, forgotten=True)
        self._changed()

    def restore(self, records: list[Experiment], arrays: Mapping[str, Array]) -> None:
        """Take back experiments that were stored elsewhere, before those that are here; without its array
        none comes back."""
        found = {r.id: reopened(r, arrays[r.tensor]) for r in records if r.tensor and r.tensor in arrays}
        with self._lock:
            self._jobs = {**found, **self._jobs}
        self._changed()

    def take_over(self, other: Book) -> None:
        """Have what has ended in another laboratory."""
        with self._lock:
            self._jobs = {job.record.id: job for job in other if job.record.status in ENDED} | self._jobs
        self._changed()

    def stored(self) -> Iterator[tuple[Experiment, Array]]:
        """What has ended, with its values."""
        for job in self:
            if job.record.tensor is not None and job.work is not None:
                yield job.told, kept(job.work)[1]

    def listen(self, listener: Ended) -> Callable[[], None]:
        """Be told of what is to be stored; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def rest(self) -> None:
        """Wait until nothing is being computed."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        if self._thread is None and any(job.runnable for job in self._jobs.values()):
            self._thread = threading.Thread(target=self._run, name="trafolab-experiments", daemon=True)
            # Python may not end in the middle of a computation of torch's.
            atexit.register(self._leave)
            self._thread.start()

    def _leave(self) -> None:
        for job in self:
            job.control("stop")
        self.rest()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            with self._around(job):
                job.advance()
            self._settle(job)
            self._changed()

    def _next(self) -> Job | None:
        with self._lock:
            found = next((job for job in self._jobs.values() if job.runnable), None)
            if found is None:
                atexit.unregister(self._leave)
                # Under the lock: whoever adds a job next finds no thread, and makes one.
                self._thread = None
            return found

    def _settle(self, job: Job) -> None:
        """Have what has ended stored, once."""
        with self._lock:
            ended = job.record.status in ENDED and job.work is not None and job.record.tensor is None
            if not ended or job.record.id not in self._jobs or job.work is None:
                return
            name, array = kept(job.work)
            job.stored_as(name)
            self._tell(job.told, array, forgotten=False)

    def _tell(self, record: Experiment, array: Array | None, *, forgotten: bool) -> None:
        """With the lock: what is forgotten must not be told of as stored behind that."""
        for listener in list(self._listeners):
            listener(record, array, forgotten)


def _summary(job: Job, present: Sequence[Prompt]) -> ExperimentSummary:
    record, work = job.record, job.work
    found_on = [] if work is None else work.info.prompts
    return ExperimentSummary(
        id=record.id,
        name=record.name,
        experiment=record.spec.experiment,
        status=record.status,
        created_at=record.created_at,
        n_cells=0 if work is None else work.info.n_cells // _counted(job),
        elsewhere=None if all(_is_among(prompt, present) for prompt in found_on) else _texts(found_on),
        n_done=None if work is None or record.status not in ENDED else work.n_done // _counted(job),
        found_by=record.spec.found_by if isinstance(record.spec, FaithfulnessSpec) else None,
    )


def _counted(job: Job) -> int:
    """How often each of its cells is counted: edges are told by how many there are in the model."""
    work = job.work
    if work is None or not isinstance(job.record.spec, EdgesSpec):
        return 1
    return work.info.n_pairs or 1


def _is_among(prompt: Prompt, present: Sequence[Prompt]) -> bool:
    ids = [token.id for token in prompt.tokens]
    return any([token.id for token in each.tokens] == ids for each in present)


def _texts(prompts: Sequence[Prompt]) -> str:
    return ", with ".join(dict.fromkeys(map(_text, prompts)))


def _text(prompt: Prompt) -> str:
    text = "".join(token.text for token in prompt.tokens)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
