"""What a cell does to the model is found while it runs and after it, without a kernel around."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import trafolab
from trafolab.jupyter.lookout import Lookout
from trafolab.jupyter.publisher import Publisher
from trafolab.jupyter.troubles import Troubles
from trafolab_protocol.actions import Intervene, StartExperiment
from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.operations import Ablate

from tests.waiting import until

CLOSE = 1e-4


class Bindings:
    def look(self) -> None: ...
    def gone(self) -> None: ...


class Listening(Troubles):
    """The real ones, and what they were told."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.heard: list[str] = []
        super().__init__(wake)

    def trouble(self, who: str, text: str | None) -> None:
        if text is not None:
            self.heard.append(text)


@pytest.fixture
def lookout(gpt2_lab: Any) -> Iterator[Lookout]:
    publisher = Publisher()
    troubles = publisher.troubles = Listening(publisher.wake)
    bindings: Any = Bindings()
    lookout = Lookout(bindings, publisher)
    lookout.take(gpt2_lab)
    yield lookout
    lookout.close()
    publisher.close()
    assert troubles.heard == []


def test_an_edit_that_no_counter_sees_is_found_while_the_cell_runs(gpt2_lab: Any, lookout: Lookout) -> None:
    lookout.began(3)
    gpt2_lab.model.blocks[1].attn.W_O.data[2] = 0
    until(lambda: [w.component for w in gpt2_lab.findings.weights] == ["L1H2"])
    mark = gpt2_lab.state.history[-1]
    assert (mark.label, mark.cell, mark.origin) == ("weights of L1H2 changed", 3, "mark")
    # The cell still runs, and nothing moves any more.
    until(lambda: not gpt2_lab.findings.moving)
    lookout.ended()


def test_folding_is_no_change_of_weights(gpt2_lab: Any, lookout: Lookout) -> None:
    lookout.began(1)
    gpt2_lab.model.enable_compatibility_mode(disable_warnings=True)
    # Long enough for light looks in the middle of the cell.
    time.sleep(1.2)
    lookout.ended()
    until(lambda: gpt2_lab.info.mode == "folded")
    time.sleep(1.2)
    assert gpt2_lab.findings.weights == []
    assert [entry.label for entry in gpt2_lab.state.history if entry.kind == "mark"] == [
        "the model is folded (was raw)"
    ]
    gpt2_lab.model.blocks[1].attn.W_O.data[2] = 0
    lookout.stirred()
    until(lambda: [w.component for w in gpt2_lab.findings.weights] == ["L1H2"])
    assert gpt2_lab.compute("metric", {}).data.stamp.weights == "now"


def test_a_click_right_after_an_unseen_edit_begins_from_nothing_older(
    gpt2_lab: Any, lookout: Lookout
) -> None:
    # The first run that could begin in the middle is made whole beside it.
    for head in ("L1H1", "L1H2"):
        gpt2_lab.act(Intervene(targets=[head], operation=Ablate()), origin="page")
        gpt2_lab.settle()
    lookout.began(4)
    # Meanwhile it can't look.
    with lookout._lock:
        gpt2_lab.model.blocks[0].attn.W_O.data.mul_(3)
        lookout.ended()
        gpt2_lab.act(Intervene(targets=["L1H0"], operation=Ablate()), origin="page")
        gpt2_lab.settle()
        shown = gpt2_lab.compute("metric", {}).data.live
    assert abs(shown - float(gpt2_lab.run().metric)) < CLOSE


def n_made(lab: Any) -> int:
    return len(lab._engine.now.bench._recordings._kept)


def test_what_an_experiment_begins_from_is_made_in_time(gpt2_lab: Any, lookout: Lookout) -> None:
    """And again when it is another: the clean prompt's, since interventions act in it alone."""
    until(lambda: n_made(gpt2_lab) == 2)
    gpt2_lab.act(Intervene(targets=["L0H1"], operation=Ablate()), origin="page")
    until(lambda: n_made(gpt2_lab) == 3)


def test_but_not_before_there_is_another_prompt(gpt2: Any) -> None:
    alone = trafolab.open(gpt2.source)
    alone.prompt(gpt2.clean)
    assert not alone.get_ready()
    assert not alone.get_ready()


def test_not_while_things_change_and_no_second_time(gpt2_lab: Any) -> None:
    assert not gpt2_lab.get_ready()
    gpt2_lab.act(Intervene(targets=["L0H1"], operation=Ablate()), origin="page")
    assert not gpt2_lab.get_ready()
    assert gpt2_lab.get_ready()
    assert not gpt2_lab.get_ready()
    gpt2_lab.distrust()
    assert not gpt2_lab.get_ready()
    assert gpt2_lab.get_ready()


def test_a_sweep_makes_no_more_than_its_cells_then(gpt2_lab: Any) -> None:
    gpt2_lab.get_ready()
    assert gpt2_lab.get_ready()
    bench = gpt2_lab._engine.now.bench
    kept, tried, probed = dict(bench._recordings._kept), dict(bench.tried), dict(bench.held._probed)
    assert (len(kept), len(tried)) == (2, 1)
    name = uuid4().hex
    gpt2_lab.act(StartExperiment(id=name, spec=SweepSpec(what="z", by_position=True)), origin="page")
    gpt2_lab.book.rest()
    assert gpt2_lab.experiments[name].record.status == "done"
    assert dict(bench._recordings._kept) == kept
    assert (dict(bench.tried), dict(bench.held._probed)) == (tried, probed)


def test_whoever_waits_until_it_is_idle_knows_what_was_found(gpt2_lab: Any, lookout: Lookout) -> None:
    lookout.began(1)
    gpt2_lab.model.blocks[1].mlp.W_in.data.mul_(1.1)
    lookout.ended()
    assert not lookout.idle
    until(lambda: lookout.idle)
    assert [each.component for each in gpt2_lab.findings.weights] == ["mlp.1"]
