"""Undo, redo, and what the history tells."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import trafolab
from trafolab_protocol.actions import Intervene
from trafolab_protocol.operations import Ablate

from tests.waiting import PATIENCE


def core(lab: Any) -> Any:
    """All of the state that an action can change."""
    state = lab.settle()
    return state.clean, state.counterfactuals, state.metric, state.interventions


def test_undo_and_redo_lead_back_exactly(lab: Any) -> None:
    acts = [
        lambda: lab.ablate("L1H2"),
        lambda: lab.freeze("L0H1"),
        lambda: lab.metric("prob", answer=1),
        lambda: lab.release("L1H2"),
        lambda: lab.prompt([1, 2, 3]),
        lambda: lab.clear(),
    ]
    cores = [core(lab)]
    numbers = [lab.run().logits]
    for act in acts:
        act()
        cores.append(core(lab))
        numbers.append(lab.run().logits)
    for index in reversed(range(len(acts))):
        lab.undo()
        assert core(lab) == cores[index]
        assert lab.run().logits.equal(numbers[index])
    for index in range(1, len(acts) + 1):
        lab.redo()
        assert core(lab) == cores[index]


def test_every_change_has_a_revision_of_its_own(gpt2_lab: Any) -> None:
    revisions = [gpt2_lab.revision]
    for act in (lambda: gpt2_lab.ablate("L0H0"), gpt2_lab.undo, gpt2_lab.redo):
        act()
        revisions.append(gpt2_lab.revision)
    assert revisions == list(range(revisions[0], revisions[0] + 4))


def test_the_same_call_twice_changes_nothing(gpt2_lab: Any) -> None:
    def cells() -> None:
        gpt2_lab.prompt("Her name was Alex Hart", corrupt="Her name was Alex Carroll")
        gpt2_lab.metric(answer=" Hart", distractor=" Carroll")
        gpt2_lab.ablate("L0H2")
        gpt2_lab.freeze("L1H1")
        gpt2_lab.ablate("L0H1", positions=[1])

    cells()
    before = core(gpt2_lab)
    cells()
    assert core(gpt2_lab) == before
    revision = gpt2_lab.revision
    gpt2_lab.ablate("L0H2")
    assert gpt2_lab.revision == revision


def test_one_cell_is_one_step(gpt2_lab: Any) -> None:
    before = core(gpt2_lab)
    with gpt2_lab.step(7):
        gpt2_lab.ablate("L0H0")
        gpt2_lab.ablate("L0H1")
    assert gpt2_lab.state.undo == "cell 7: 2 acts"
    assert [entry.cell for entry in gpt2_lab.state.history[-2:]] == [7, 7]
    gpt2_lab.undo()
    assert core(gpt2_lab) == before
    assert [entry.undone for entry in gpt2_lab.state.history[-2:]] == [True, True]
    assert gpt2_lab.state.redo == "cell 7: 2 acts"


def test_clicks_during_a_cell_are_steps_of_their_own(gpt2_lab: Any) -> None:
    click = Intervene(targets=["L1H3"], operation=Ablate())
    with gpt2_lab.step(1):
        gpt2_lab.ablate("L0H0")
        thread = threading.Thread(target=lambda: gpt2_lab.act(click, origin="page"))
        thread.start()
        thread.join()
    gpt2_lab.undo()
    assert [each.targets for each in gpt2_lab.state.interventions] == [["L0H0"]]
    assert gpt2_lab.state.history[-1].origin == "page"
    assert gpt2_lab.state.history[-1].code == 'lab.ablate("L1H3")'


def test_a_new_act_forgets_what_was_undone(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H0")
    gpt2_lab.undo()
    gpt2_lab.ablate("L0H1")
    assert gpt2_lab.state.redo is None
    with pytest.raises(trafolab.LabError, match="nothing to redo"):
        gpt2_lab.redo()


def test_there_is_an_end_to_undo(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    with pytest.raises(trafolab.LabError, match="nothing to undo"):
        lab.undo()


def test_listeners_are_called_after_a_change_with_no_lock_held(gpt2_lab: Any) -> None:
    seen: list[int] = []

    def look() -> None:
        """Another thread may read and act while the listener is called."""
        thread = threading.Thread(target=lambda: seen.append(gpt2_lab.settle().revision))
        thread.start()
        thread.join(PATIENCE)

    unlisten = gpt2_lab.listen(look)
    gpt2_lab.ablate("L0H0")
    assert seen == [gpt2_lab.revision]
    gpt2_lab.ablate("L0H0")
    unlisten()
    gpt2_lab.clear()
    assert len(seen) == 1


def test_threads_may_act_at_once(gpt2_lab: Any) -> None:
    def click(layer: int) -> None:
        for head in range(4):
            gpt2_lab.act(Intervene(targets=[f"L{layer}H{head}"], operation=Ablate()), origin="page")
            gpt2_lab.settle()

    start = gpt2_lab.revision
    threads = [threading.Thread(target=click, args=(layer,)) for layer in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = gpt2_lab.settle()
    assert state.revision == start + 8
    assert {name for each in state.interventions for name in each.targets} == {
        f"L{layer}H{head}" for layer in (0, 1) for head in range(4)
    }
    assert {each.status.state for each in state.interventions} == {"active"}
