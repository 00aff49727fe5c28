"""An experiment is read, renamed and forgotten while its thread is at it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import torch
from trafolab.experiments.job import Job
from trafolab.experiments.progress import COMPUTED
from trafolab.experiments.work import Step, Work, begun
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import Experiment, SweepSpec

from tests.waiting import beside, until

BRIEFLY = 0.3
"""Seconds for a thread that has to wait for the one that started it."""
CELLS = [(0,), (1,)]


def started(lab: Any) -> Job:
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=SweepSpec(what="z")))
    return lab.book[name]


def test_a_cell_that_is_noted_has_its_number(gpt2_lab: Any) -> None:
    """A step ends between the copies of what was found and of how far it is."""
    done = started(gpt2_lab)
    gpt2_lab.book.rest()
    assert done.work is not None

    class Columns(dict[str, torch.Tensor]):
        def items(self) -> Any:
            yield from super().items()
            work.take(Step(lambda: torch.zeros(2), CELLS), torch.ones(2))

    columns = Columns(values=torch.full((2,), torch.nan))
    work = Work(done.work.info, {"layer": ["0", "1"]}, columns, begun((2,), CELLS), iter(()))
    job = Job(done.record, lambda: work)
    job.work = work
    seen = job.seen().arrays
    assert not ((seen["progress"] == COMPUTED) & torch.tensor(seen["values"]).isnan().numpy()).any()
    assert (work.progress == COMPUTED).all()


def test_one_that_is_renamed_as_it_is_stored_has_both(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    copied, renaming = Experiment.model_copy, list[Any]()

    def copying(record: Experiment, *, update: Any = None, deep: bool = False) -> Experiment:
        found = copied(record, update=update, deep=deep)
        if "tensor" in (update or ()) and not renaming:
            job = gpt2_lab.book[record.id]
            renaming.append(beside(lambda: job.rename("mine"), BRIEFLY))
        return found

    monkeypatch.setattr(Experiment, "model_copy", copying)
    job = started(gpt2_lab)
    gpt2_lab.book.rest()
    until(lambda: renaming and not renaming[0].is_alive())
    assert (job.record.name, job.record.tensor is not None) == ("mine", True)


def test_one_that_is_forgotten_as_it_is_stored_is_not_stored_behind_that(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, forgetting = list[bool](), list[Any]()
    gpt2_lab.book.listen(lambda record, array, forgotten: told.append(forgotten))
    before = Job.told.fget
    assert before is not None

    def telling(job: Job) -> Experiment:
        if job.record.tensor is not None and not forgetting:
            forgetting.append(None)
            forgetting[0] = beside(lambda: gpt2_lab.book.forget(job.record.id), BRIEFLY)
        return before(job)

    monkeypatch.setattr(Job, "told", property(telling))
    started(gpt2_lab)
    gpt2_lab.book.rest()
    until(lambda: forgetting and not forgetting[0].is_alive())
    assert told == [False, True]
