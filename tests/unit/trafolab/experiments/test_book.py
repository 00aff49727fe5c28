"""Experiments one behind the other: paused, stopped, failed, forgotten, handed on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import torch
import trafolab
from trafolab.errors import LabError
from trafolab_protocol.actions import ControlExperiment, ForgetExperiment, RenameExperiment, StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT
from tests.waiting import PATIENCE, until


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    return gpt2_lab


class Gate:
    """Code of a person's: each pass of the model waits here until it is let through."""

    def __init__(self, lab: Any, free: int = 0) -> None:
        """``free``: so many passes go through before."""
        self.open, self.passes, self.free = threading.Event(), 0, free
        lab.model.add_hook("blocks.1.hook_mlp_out", self)

    def __call__(self, value: Any, hook: Any) -> Any:
        self.passes += 1
        assert self.passes <= self.free or self.open.wait(PATIENCE)
        return value


def start(lab: Any, what: str = "z") -> str:
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=SweepSpec(what=what)))
    return name


def control(lab: Any, name: str, verb: Any) -> None:
    lab.act(ControlExperiment(id=name, verb=verb))


@contextmanager
def calling(act: Callable[[], Any]) -> Iterator[list[Any]]:
    """What another thread got or was told, after the block."""
    found: list[Any] = []

    def call() -> None:
        try:
            found.append(act())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    yield found
    thread.join(PATIENCE)


def test_one_comes_after_the_other_and_a_paused_one_lets_the_next_go_first(lab: Any) -> None:
    gate = Gate(lab)
    first, second = start(lab, "z"), start(lab, "mlp_out")
    until(lambda: gate.passes > 0)
    assert [job.record.status for job in lab.book] == ["queued", "queued"]
    control(lab, first, "pause")
    gate.open.set()
    assert lab.book[second].ended.wait(PATIENCE)
    assert lab.book[first].record.status == "paused"
    control(lab, first, "resume")
    assert lab.book[first].ended.wait(PATIENCE)
    lab.model.reset_hooks()
    assert torch.allclose(lab.experiments[first].values, lab.sweep("z", progress=False).values, atol=CLOSE)
    assert [each.record.spec.what for each in lab.experiments] == ["z", "mlp_out", "z"]


def test_what_is_stopped_keeps_its_cells(lab: Any) -> None:
    plain = lab.sweep("resid_pre", progress=False)
    gate = Gate(lab, free=6)
    name = start(lab, "resid_pre")
    job = lab.book[name]
    until(lambda: gate.passes > gate.free)
    assert job.told.n_done > job.work.info.n_equal
    control(lab, name, "stop")
    assert job.ended.is_set()
    gate.open.set()
    found = lab.experiments[name]
    known = ~found.values.isnan()
    assert 0 < known.sum() < known.numel()
    assert torch.allclose(found.values[known], plain.values[known], atol=CLOSE)
    # It has ended, whatever comes after.
    control(lab, name, "resume")
    assert (job.record.status, job.record.tensor is not None) == ("stopped", True)


def test_a_step_that_is_stopped_in_its_last_block_is_not_taken(lab: Any) -> None:
    gate = Gate(lab, free=8)
    name = start(lab)
    until(lambda: gate.passes > gate.free)
    control(lab, name, "stop")
    before, version = lab.experiments[name].values.clone(), lab.book[name].version
    gate.open.set()
    lab.model.reset_hooks()
    # Whatever is next waits for the step that was under way.
    lab.sweep("mlp_out", progress=False)
    torch.testing.assert_close(lab.experiments[name].values, before, atol=0, rtol=0, equal_nan=True)
    assert lab.book[name].version == version


def test_a_sweep_from_a_cell_raises_what_went_wrong(lab: Any) -> None:
    def wrong(value: Any, hook: Any) -> Any:
        raise ZeroDivisionError("of mine")

    lab.model.add_hook("blocks.1.hook_mlp_out", wrong)
    with pytest.raises(LabError, match="ZeroDivisionError: of mine"):
        lab.sweep("z", progress=False)
    (job,) = lab.book
    assert job.record.status == "failed"
    assert "of mine" in job.record.problem


def test_another_model_ends_it(lab: Any) -> None:
    gate = Gate(lab)
    with calling(lambda: lab.sweep("z", progress=False)) as found:
        until(lambda: gate.passes > 0)
        lab.open("trafo-2l")
        gate.open.set()
    (error,) = found
    assert isinstance(error, LabError)
    assert error.code == "model_changed"


@pytest.mark.parametrize("really", [False, True])
def test_weights_that_move_end_it_and_those_that_are_only_now_found_moved_do_not(
    lab: Any, really: bool
) -> None:
    weight = lab.model.blocks[0].mlp.out.weight.data
    weight.mul_(2)
    gate = Gate(lab, free=4)
    with calling(lambda: lab.sweep("z", progress=False)) as found:
        until(lambda: gate.passes > gate.free)
        if really:
            weight.mul_(2)
        lab.observe(lab.findings, moved=True)
        gate.open.set()
    (outcome,) = found
    assert isinstance(outcome, LabError) == really, outcome
    assert getattr(outcome, "code", "model_changed") == "model_changed"


def test_names_and_what_is_unknown(lab: Any) -> None:
    name = start(lab)
    assert lab.book[name].ended.wait(PATIENCE)
    lab.act(RenameExperiment(id=name, name="  the heads "))
    assert lab.experiments["the heads"].record.id == name
    assert "the heads done 8/8" in repr(lab.experiments)
    for act in (
        RenameExperiment(id=name, name=" "),
        ControlExperiment(id="nobody", verb="stop"),
        StartExperiment(id=name, spec=SweepSpec(what="z")),
    ):
        with pytest.raises(LabError):
            lab.act(act)
    with pytest.raises(LabError, match="the heads"):
        _ = lab.experiments["nothing"]
    lab.act(ForgetExperiment(id=name))
    assert len(lab.experiments) == 0
    assert lab.state.experiments == []


def test_a_laboratory_that_begins_anew_has_what_was_found(lab: Any) -> None:
    values = lab.sweep("z", progress=False).values
    other = trafolab.open("trafo-2l")
    other.inherit(lab)
    assert torch.equal(other.experiments[0].values, values)


def test_what_was_in_force_is_kept_and_which_prompts_it_was(lab: Any) -> None:
    lab.ablate("L0H1")
    lab.ablate("L0H2")
    lab.disable(lab.interventions[1].id)
    found = lab.sweep("z", progress=False)
    assert found.record.under == ['lab.ablate("L0H1")']
    lab.clear()
    assert lab.sweep("z", progress=False).record.under == []
    clean, corrupt = ("".join(token.text for token in each.tokens) for each in found.info.prompts)
    assert lab.state.experiments[-1].elsewhere is None
    lab.prompt(CLEAN, corrupt=CLEAN)
    assert lab.state.experiments[-1].elsewhere == f"{clean}, with {corrupt}"


def test_a_circuits_faithfulness_knows_what_found_the_circuit(lab: Any) -> None:
    edges = lab.edges(progress=False, verify=0, sample=0)
    edges.circuit(3).faithfulness(random=1)
    lab.faithfulness([("mlp.1", "logits")], random=0, progress=False)
    found, asked, given = lab.state.experiments[-3:]
    assert (found.found_by, asked.found_by, given.found_by) == (None, found.id, None)
