"""Other models and other laboratories, bound by a cell; each test has a kernel of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from trafolab_protocol.actions import Intervene, OpenModel, Redo, SetPrompt, Undo
from trafolab_protocol.core import Step, StepsTail
from trafolab_protocol.kernel import Restore
from trafolab_protocol.operations import Ablate, Freeze
from trafolab_protocol.prompts import TextSource
from trafolab_protocol.views import Watch

from tests import models
from tests.integration.kernel.conftest import HART
from tests.integration.kernel.probe import Probe, kernel

PATTERNS = Watch(key="p", view="patterns", params={})


@pytest.fixture
def probe(data_dir: Path) -> Iterator[Probe]:
    with kernel(data_dir) as manager:
        probe = Probe(manager)
        probe.act(SetPrompt(clean=TextSource(text=HART)))
        yield probe
        probe.close()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GPT-2 with 4 heads a layer instead of 8."""
    return models.gpt2(tmp_path_factory.mktemp("other"))


def heads(probe: Probe) -> int:
    model = probe.state.model
    assert model is not None
    attention = model.structure.layers[0].attention
    assert attention is not None
    return attention.n_heads


def test_a_bridge_bound_to_model_is_adopted(probe: Probe, other: Path) -> None:
    probe.watch(PATTERNS)
    probe.act(Intervene(targets=["L0H7"], operation=Ablate()))
    probe.run(
        "from transformer_lens.model_bridge import TransformerBridge\n"
        f"model = TransformerBridge.boot_transformers({str(other)!r})"
    )
    probe.until(lambda: heads(probe) == 4 and probe.state.settled)
    assert probe.evaluate("lab.model is model") == "True"
    assert probe.intervention().status.state == "inactive"
    assert probe.intervention().status.reason
    probe.until(lambda: len(probe.frames("p")[-1].data["heads"]) == 8)
    probe.run("model.blocks[0].attn.W_O.data[1] *= 2")
    probe.until(lambda: [w.component for w in probe.state.findings.weights] == ["L0H1"])


def test_a_laboratory_bound_to_lab_becomes_the_kernels(probe: Probe, other: Path) -> None:
    before = probe.state.revision
    probe.run(f"import trafolab\nlab = trafolab.open({str(other)!r})")
    probe.until(lambda: heads(probe) == 4)
    assert probe.state.revision > before
    assert probe.evaluate("lab.model is model") == "True"
    reply = probe.act(Intervene(targets=["L0H3"], operation=Ablate()))
    assert reply.revision > before
    assert probe.evaluate("len(lab.interventions)") == "1"


def test_a_model_opened_on_the_page_takes_the_name(probe: Probe, other: Path) -> None:
    probe.act(OpenModel(source=str(other)))
    assert probe.evaluate("lab.model is model and model.cfg.n_heads") == "4"
    probe.until(lambda: heads(probe) == 4)


def test_a_killed_kernel_gets_its_state_back(probe: Probe, data_dir: Path) -> None:
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    reply = probe.act(Intervene(targets=["L0H1"], operation=Freeze(what="pattern")))
    stored = probe.until_settled(reply.revision)
    # Whoever connects is sent what there is, on a slow machine just what an act has made: it may come twice.
    push, buffers = probe.tensors()[-1]
    probe.close()
    probe.manager.restart_kernel(now=True)
    fresh = Probe(probe.manager)
    restore = Restore(id="r", state=stored, tensors=[push.tensor])
    answer = fresh.ask(restore, [b"".join(buffers)])
    assert answer.problem is None
    assert answer.revision > stored.revision
    settled = fresh.until_settled(answer.revision)
    assert [i.targets for i in settled.interventions] == [["L1H0"], ["L0H1"]]
    assert [i.status.state for i in settled.interventions] == ["active", "active"]
    assert (settled.clean, settled.code) == (stored.clean, stored.code)
    assert settled.problems == []
    fresh.close()


def test_undo_leads_behind_a_killed_kernel(probe: Probe, data_dir: Path) -> None:
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.act(Intervene(targets=["L0H1"], operation=Freeze(what="pattern")))
    probe.act(SetPrompt(clean=TextSource(text="Her name was Alex Hart. At night Alex")))
    reply = probe.act(Undo())
    stored = probe.until_settled(reply.revision)
    # Whoever connects is sent what there is, on a slow machine just what an act has made: it may come twice.
    push, buffers = probe.tensors()[-1]
    steps = steps_of(probe)
    assert (len(steps.steps), steps.cursor) == (3, 2)
    probe.close()
    probe.manager.restart_kernel(now=True)
    fresh = Probe(probe.manager)
    restore = Restore(id="r", state=stored, steps=steps, tensors=[push.tensor])
    fresh.until_settled(fresh.ask(restore, [b"".join(buffers)]).revision)
    assert (fresh.state.undo, fresh.state.redo) == (stored.undo, stored.redo)

    def after(action: Undo | Redo) -> tuple[list[list[str]], int]:
        state = fresh.until_settled(fresh.act(action).revision)
        return [each.targets for each in state.interventions], len(state.clean.tokens if state.clean else ())

    before = len(stored.clean.tokens) if stored.clean else 0
    assert after(Undo()) == ([["L1H0"]], before)
    assert after(Undo()) == ([], before)
    assert after(Redo()) == ([["L1H0"]], before)
    assert after(Redo()) == ([["L1H0"], ["L0H1"]], before)
    assert [each.status.state for each in fresh.state.interventions] == ["active", "active"]
    assert after(Redo())[1] != before
    fresh.close()


def steps_of(probe: Probe) -> StepsTail:
    """What a server that heard everything knows of the steps of undo."""
    steps: list[Step] = []
    cursor = 0
    for push in probe.pushes:
        if push.kind == "state" and push.steps is not None:
            steps[push.steps.start :] = push.steps.steps
            cursor = push.steps.cursor
    return StepsTail(start=0, steps=steps, cursor=cursor)


def test_a_model_that_cannot_be_opened_is_said_and_replaced(data_dir: Path) -> None:
    with kernel(data_dir, TRAFOLAB_MODEL="/no/such/model") as manager:
        probe = Probe(manager)
        probe.until(lambda: bool(probe.states))
        assert probe.state.model is not None
        assert probe.state.model.name == "trafo-2l"
        (problem,) = probe.state.problems
        assert "/no/such/model" in problem
        probe.close()


def test_a_model_named_at_the_start_wins_over_the_stored_state(data_dir: Path, other: Path) -> None:
    import trafolab

    stored = trafolab.open("trafo-2l")
    stored.prompt("Her name was Alex")
    stored.ablate("L0H1")
    stored.ablate("L1H7")
    with kernel(data_dir, TRAFOLAB_MODEL=str(other)) as manager:
        probe = Probe(manager)
        reply = probe.ask(Restore(id="r", state=stored.settle(), model=str(other)))
        assert reply.problem is None
        state = probe.until_settled(reply.revision)
        probe.close()
    assert state.model is not None
    assert (state.model.source, heads(probe)) == (str(other), 4)
    assert state.clean is not None
    assert state.clean.source == TextSource(text="Her name was Alex")
    assert [(each.targets, each.status.state) for each in state.interventions] == [(["L0H1"], "active")]
    assert any("ablate L1H7 was dropped" in told for told in state.problems)
