"""Forward passes that are cut off or nested: nothing stays behind, and the next one is right."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.unit.trafolab.interventions.hooks import CLOSE, hooks_on, zero_head


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
