"""The list of experiments in a cell, and what it does to them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from trafolab.errors import LabError
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests.unit.trafolab.experiments.test_book import Gate, until
from tests.unit.trafolab.operations.bench import CLEAN, CORRUPT


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    return gpt2_lab


def statuses(lab: Any) -> list[str]:
    return [summary.status for summary in lab.state.experiments]


def test_one_is_meant_by_number_name_or_id(lab: Any) -> None:
    first = lab.sweep("resid_pre", progress=False)
    lab.sweep("z", progress=False)
    lab.experiments.rename(0, "stream")
    assert [found.record.name for found in lab.experiments] == ["stream", lab.experiments[1].record.name]
    for which in (0, -2, "stream", first.record.id):
        assert lab.experiments[which].values.equal(first.values)
    lab.experiments.forget("stream")
    assert len(lab.experiments) == 1
    with pytest.raises(LabError, match="There is no experiment 'stream'"):
        lab.experiments.stop("stream")


def test_one_under_way_is_paused_taken_up_and_stopped(lab: Any) -> None:
    gate = Gate(lab)
    try:
        lab.act(StartExperiment(id="slow", spec=SweepSpec(what="z")))
        until(lambda: gate.passes > 0)
        lab.experiments.pause("slow")
        assert statuses(lab) == ["paused"]
        lab.experiments.resume("slow")
        assert statuses(lab)[0] in ("queued", "running")
        assert lab.state.experiments[0].n_done is None
        lab.experiments.stop("slow")
        until(lambda: statuses(lab) == ["stopped"])
    finally:
        gate.open.set()
        until(lambda: all(not each.name.startswith("trafolab-experiments") for each in threading.enumerate()))


def test_the_list_says_how_many_cells_one_that_was_stopped_has(lab: Any) -> None:
    gate = Gate(lab, free=6)
    try:
        lab.act(StartExperiment(id="slow", spec=SweepSpec(what="z", by_position=True)))
        until(lambda: gate.passes > 6)
        lab.experiments.stop("slow")
    finally:
        gate.open.set()
    (told,) = lab.state.experiments
    found = lab.experiments["slow"]
    assert told.n_done == int(found.values.isfinite().sum())
    assert 0 < told.n_done < told.n_cells == found.values.numel()
