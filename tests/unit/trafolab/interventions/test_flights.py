"""Forward passes that are cut off or nested: nothing stays behind, and the next one is right."""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import pytest
import torch
from trafolab.interventions.flights import Flights
from trafolab.interventions.passing import Donors, Passing
from trafolab.interventions.plan import EMPTY, Plan
from trafolab.interventions.tally import Tally

from tests.unit.trafolab.interventions.hooks import CLOSE, hooks_on, zero_head
from tests.waiting import PATIENCE


@pytest.fixture
def interrupt(gpt2_lab: Any, gpt2: Any) -> Any:
    """Cuts a forward pass off in its middle, as the stop button does."""

    def stop(value: torch.Tensor, hook: Any) -> None:
        raise KeyboardInterrupt

    def cut() -> None:
        model = gpt2_lab.model
        with pytest.raises(KeyboardInterrupt), model.hooks(fwd_hooks=[("blocks.1.hook_resid_pre", stop)]):
            model(gpt2.tokens(model))

    return cut


def test_an_interrupted_pass_leaves_nothing_behind(gpt2_lab: Any, interrupt: Any) -> None:
    gpt2_lab.ablate("L1H2")
    interrupt()
    interrupt()
    assert hooks_on(gpt2_lab.model) == 3
    gpt2_lab.clear()
    assert hooks_on(gpt2_lab.model) == 0


def test_after_an_interrupt_the_next_click_and_the_next_pass_are_right(
    gpt2_lab: Any, gpt2: Any, interrupt: Any
) -> None:
    model, twin = gpt2_lab.model, gpt2.twin()
    ids = gpt2.tokens(model)
    gpt2_lab.ablate("L0H0")
    interrupt()
    gpt2_lab.clear()
    gpt2_lab.ablate("L1H2")
    with torch.no_grad():
        expected = twin.run_with_hooks(ids, fwd_hooks=[("blocks.1.attn.hook_z", zero_head)])
        torch.testing.assert_close(model(ids), expected, **CLOSE)
        torch.testing.assert_close(gpt2_lab.run().logits, expected[0], **CLOSE)
    assert gpt2_lab.interventions[0].status.fired.cell == 1
    gpt2_lab.clear()
    with torch.no_grad():
        torch.testing.assert_close(model(ids), twin(ids), **CLOSE)
    assert hooks_on(model) == 0


def test_a_pass_inside_a_pass_is_one_of_its_own(gpt2_lab: Any, gpt2: Any, ablated: torch.Tensor) -> None:
    """The outer one goes on with its interventions, even if the inner one fails."""
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    inside: list[torch.Tensor] = []

    def run_again(value: torch.Tensor, hook: Any) -> None:
        if not inside:
            inside.append(torch.zeros(0))
            inside.append(model(ids))
            with pytest.raises(IndexError):
                model(ids + 10_000)

    with torch.no_grad():
        outer = model.run_with_hooks(ids, fwd_hooks=[("blocks.0.hook_resid_pre", run_again)])
    torch.testing.assert_close(inside[1], ablated, **CLOSE)
    torch.testing.assert_close(outer, ablated, **CLOSE)
    gpt2_lab.clear()
    assert hooks_on(model) == 0


def test_an_interrupt_of_the_laboratorys_own_run_leaves_its_numbers_right(gpt2_lab: Any) -> None:
    before = gpt2_lab.run().logits
    shadow = gpt2_lab._engine.now.bench.held.shadow

    def hang_and_be_interrupted() -> None:
        with shadow.borrowed():
            # The note to take it off again had no time.
            shadow.hooks["hook_embed"].add_hook(lambda value, hook: value * 0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hang_and_be_interrupted()
    torch.testing.assert_close(gpt2_lab.run().logits, before)


def test_a_pass_is_not_taken_for_cut_off_while_its_thread_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two frames that are looked at, a generator on the way up gives its value: its frame has no
    caller then, and what is below it must not seem to have gone."""
    flights = Flights()
    go, at_work, moved, looked = (threading.Event() for _ in range(4))
    left: list[object] = []

    def work() -> None:
        at_work.set()
        assert go.wait(PATIENCE)

    def values() -> Iterator[None]:
        work()
        yield

    def a_pass() -> None:
        here = inspect.currentframe()
        assert here is not None
        flights.begin(EMPTY, Passing(Tally()), here)
        next(each := values())
        moved.set()
        assert looked.wait(PATIENCE)
        left.append(flights.current())
        each.close()

    def tops() -> Mapping[int, FrameType]:
        found = real()
        go.set()
        assert moved.wait(PATIENCE)
        return found

    real = sys._current_frames
    thread = threading.Thread(target=a_pass)
    thread.start()
    assert at_work.wait(PATIENCE)
    monkeypatch.setattr(sys, "_current_frames", tops)
    assert flights.any()
    looked.set()
    thread.join()
    assert left != [None]
    assert not flights.any()


def test_a_pass_keeps_its_plan_from_its_very_beginning(gpt2_lab: Any, gpt2: Any) -> None:
    """A click takes an intervention off while a pass that obeys it makes the run that values come from."""
    lab, ids = gpt2_lab, gpt2.tokens(gpt2_lab.model)
    lab.patch("L0H1", source="corrupt")
    lab.ablate("L1H2")
    with torch.no_grad():
        whole = lab.model(ids)
    installation = lab._engine.now.bench.held.installation
    donors = installation._donors

    def click(plan: Plan) -> Donors:
        thread = threading.Thread(target=lab.undo)
        thread.start()
        thread.join(PATIENCE)
        return donors(plan)

    installation.find_donors_by(click)
    with torch.no_grad():
        torch.testing.assert_close(lab.model(ids), whole, **CLOSE)
    installation.find_donors_by(donors)
    lab.clear()
    assert hooks_on(lab.model) == 0
