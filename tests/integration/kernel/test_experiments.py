"""Experiments in a real kernel: computed behind cells and views, streamed, paused, stopped, kept."""

from __future__ import annotations

import time
from uuid import uuid4

import numpy as np
import pytest
from trafolab_protocol.actions import (
    ControlExperiment,
    ForgetExperiment,
    Intervene,
    RenameExperiment,
    SetPrompt,
    StartExperiment,
)
from trafolab_protocol.experiments import ExperimentSummary, SweepSpec
from trafolab_protocol.kernel import Act, ExperimentPush, Restore
from trafolab_protocol.operations import Ablate
from trafolab_protocol.prompts import TextSource
from trafolab_protocol.views import TensorSpec, ViewFrame, Watch

from tests.integration.kernel.probe import Probe, kernel

HART, CARROLL = (f"Her name was Alex {name}. Tomorrow at lunch time Alex" for name in ("Hart", "Carroll"))
SLOW = """
import time
def slow(value, hook):
    time.sleep(0.15)
    return value
model.add_hook("blocks.1.hook_resid_pre", slow)
"""
"""Code of a person's on the model: whole passes, each of which takes a while."""


@pytest.fixture
def pair(probe: Probe) -> Probe:
    probe.act(SetPrompt(clean=TextSource(text=HART), counterfactuals={"corrupt": TextSource(text=CARROLL)}))
    return probe


def begin(probe: Probe, spec: SweepSpec) -> str:
    name = uuid4().hex
    probe.watch(Watch(key="e", view="experiment", params={"id": name}))
    probe.act(StartExperiment(id=name, spec=spec))
    return name


def summary(probe: Probe, name: str) -> ExperimentSummary | None:
    return next((each for each in probe.state.experiments if each.id == name), None)


def until_status(probe: Probe, name: str, status: str) -> None:
    probe.until(lambda: (found := summary(probe, name)) is not None and found.status == status)


def frames(probe: Probe) -> list[ViewFrame]:
    return [frame for frame in probe.frames("e") if isinstance(frame, ViewFrame)]


def computed(probe: Probe) -> int:
    """Cells that took a pass, as far as the page knows."""
    told = frames(probe)[-1].data["experiment"] if frames(probe) else {"info": None}
    return 0 if told["info"] is None else told["n_done"] - told["info"]["n_equal"]


def until_computed(probe: Probe, n: int) -> None:
    probe.until(lambda: computed(probe) >= n)


def settled(probe: Probe) -> int:
    """What is computed after half a second, when all is sent again."""
    time.sleep(0.5)
    probe.drain()
    n = len(frames(probe))
    probe.ping()
    probe.until(lambda: len(frames(probe)) > n)
    return computed(probe)


def arrays(probe: Probe, frame: ViewFrame) -> dict[str, np.ndarray]:
    buffers = probe.buffers[probe.pushes.index(frame)]
    return {
        spec.name: np.frombuffer(buffers[spec.buffer], dtype=spec.dtype).reshape(spec.shape)
        for spec in frame.tensors
    }


def test_a_sweep_that_the_page_starts_is_the_one_that_a_cell_makes(pair: Probe) -> None:
    name = begin(pair, SweepSpec(what="resid_pre"))
    until_status(pair, name, "done")
    pair.until(lambda: frames(pair)[-1].data["experiment"]["n_done"] == 24)
    frame = frames(pair)[-1]
    found = arrays(pair, frame)
    assert [axis["name"] for axis in frame.data["experiment"]["axes"]] == ["layer", "pos"]
    assert set(found["progress"].flatten()) <= {2, 3}
    values = pair.evaluate("lab.sweep('resid_pre', progress=False).values.flatten().tolist()")
    assert found["values"].flatten() == pytest.approx(eval(values), abs=1e-6)
    assert len(pair.state.experiments) >= 2
    assert pair.evaluate(f"lab.experiments['{name}'].record.code") == 'lab.sweep("resid_pre")'


def test_cells_come_as_they_are_computed_and_it_stops_and_goes_on(pair: Probe) -> None:
    pair.run(SLOW)
    name = begin(pair, SweepSpec(what="z", by_position=True))
    until_computed(pair, 3)
    told = frames(pair)[-1].data
    assert told["experiment"]["status"] == "running"
    assert told["experiment"]["info"]["whole"].startswith("Code of yours")
    assert told["seconds_left"] > 0
    pair.act(ControlExperiment(id=name, verb="pause"))
    until_status(pair, name, "paused")
    done = [settled(pair) for _ in range(2)]
    assert done[0] == done[1]
    pair.act(ControlExperiment(id=name, verb="resume"))
    until_computed(pair, done[1] + 3)
    pair.act(ControlExperiment(id=name, verb="stop"))
    until_status(pair, name, "stopped")
    pair.until(lambda: any(isinstance(push, ExperimentPush) for push in pair.pushes))
    stored = next(push for push in pair.pushes if isinstance(push, ExperimentPush))
    assert (stored.experiment.id, stored.experiment.status) == (name, "stopped")
    assert stored.experiment.info is not None
    assert done[1] + 3 <= stored.experiment.n_done - stored.experiment.info.n_equal < 112


def test_clicks_are_answered_while_a_sweep_is_under_way(pair: Probe) -> None:
    pair.run(SLOW)
    name = begin(pair, SweepSpec(what="z", by_position=True))
    until_computed(pair, 2)
    reply = pair.act(Intervene(targets=["L1H0"], operation=Ablate()))
    pair.until_settled(reply.revision)
    found = summary(pair, name)
    assert found is not None
    assert found.status == "running"
    assert pair.evaluate("model('Hello').shape[0]") == "1"
    pair.act(ForgetExperiment(id=name))
    pair.until(lambda: summary(pair, name) is None)


def test_an_experiment_that_can_not_begin_says_why_at_once(probe: Probe) -> None:
    probe.act(SetPrompt(clean=TextSource(text=HART), counterfactuals={}))
    spec = SweepSpec(what="z")
    reply = probe.ask(Act(id="e", action=StartExperiment(id="none", spec=spec)))
    assert reply.problem is not None
    assert reply.problem.code == "no_counterfactual"
    assert summary(probe, "none") is None


def test_what_was_found_comes_back_in_a_fresh_kernel(
    pair: Probe, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = begin(pair, SweepSpec(what="z"))
    until_status(pair, name, "done")
    pair.act(RenameExperiment(id=name, name="heads"))
    pair.until(lambda: len([p for p in pair.pushes if isinstance(p, ExperimentPush)]) > 1)
    record = [push for push in pair.pushes if isinstance(push, ExperimentPush)][-1].experiment
    assert (record.name, record.status) == ("heads", "done")
    (tensor,) = [p for p in pair.pushes if p.kind == "tensor" and p.tensor.name == record.tensor]
    data = bytes(pair.buffers[pair.pushes.index(tensor)][0])
    values = pair.evaluate("lab.experiments['heads'].values.tolist()")
    with kernel(tmp_path_factory.mktemp("jupyter")) as manager:
        fresh = Probe(manager)
        fresh.until(lambda: bool(fresh.states))
        spec = TensorSpec.model_validate(tensor.tensor.model_dump() | {"buffer": 0})
        request = Restore(id="r", state=pair.state, tensors=[spec], experiments=[record])
        assert fresh.ask(request, [data]).problem is None
        assert fresh.evaluate("lab.experiments['heads'].values.tolist()") == values
        fresh.until(lambda: [each.name for each in fresh.state.experiments] == ["heads"])
        fresh.close()
