"""What a person's code may do around the laboratory without spoiling what the page shows."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
import torch
from trafolab import LabError

from tests.waiting import PATIENCE


def test_a_hook_that_writes_in_place_leaves_the_snapshot_alone(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("attn.0")
    stored = next(iter(gpt2_lab.tensors._tensors.values()))
    before = stored.clone()
    gpt2_lab.model.add_hook("blocks.0.attn.hook_pattern", lambda p, hook: p.zero_())
    gpt2_lab.run()
    assert stored.equal(before)


def test_a_run_is_the_persons_own(gpt2_lab: Any) -> None:
    before = gpt2_lab.compute("metric", {}).data.live
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        run = gpt2_lab.run()
    run.logits.zero_()
    run["blocks.0.attn.hook_pattern"].zero_()
    assert gpt2_lab.compute("metric", {}).data.live == before
    assert gpt2_lab.compute("patterns", {}).tensors["patterns"].max() > 0


def test_hooks_that_record_are_found_and_not_fired_for_the_page(gpt2_lab: Any) -> None:
    got: dict[str, Any] = {}
    gpt2_lab.model.add_hook("hook_embed", lambda x, hook: got.__setitem__("x", x.shape))
    gpt2_lab.run()
    assert got == {}
    assert len(gpt2_lab.refresh_hooks()) == 1


def test_what_cannot_be_copied_is_shared(gpt2_lab: Any) -> None:
    gpt2_lab.model.lock = threading.Lock()
    gpt2_lab.model.set_use_attn_result(True)
    assert gpt2_lab.run().n_tokens > 1


CALLS = {
    "act": lambda lab: lab.ablate("L0H0"),
    "run": lambda lab: lab.run(),
    "settle": lambda lab: lab.interventions,
    "compute": lambda lab: lab.compute("metric", {}),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_hook_that_calls_the_laboratory_is_an_error_and_never_a_hang(gpt2_lab: Any, call: str) -> None:
    """A view is computed on one thread while a cell acts on another."""
    entered, go_on = threading.Event(), threading.Event()

    def hook(value: torch.Tensor, hook: Any) -> torch.Tensor:
        entered.set()
        go_on.wait(0.3)
        CALLS[call](gpt2_lab)
        return value * 2

    gpt2_lab.ablate("L1H2")
    gpt2_lab.model.add_hook("blocks.0.hook_resid_pre", hook)
    told: list[str] = []

    def look() -> None:
        try:
            gpt2_lab.compute("metric", {})
        except LabError as error:
            told.append(str(error))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    assert entered.wait(PATIENCE)
    with suppress(LabError):
        gpt2_lab.freeze("L0H1")
    go_on.set()
    looking.join(PATIENCE)
    assert not looking.is_alive()
    assert "called the laboratory" in told[0]
    assert gpt2_lab.settle().interventions[0].status.state == "error"
    gpt2_lab.model.reset_hooks()
    gpt2_lab.ablate("L0H2")
    assert gpt2_lab.settle().interventions[0].status.state == "active"


def test_a_hook_may_read_the_state(gpt2_lab: Any) -> None:
    seen: list[int] = []

    def hook(value: torch.Tensor, hook: Any) -> torch.Tensor:
        seen.append(gpt2_lab.state.revision)
        return value * 1

    gpt2_lab.model.add_hook("blocks.0.hook_resid_pre", hook)
    gpt2_lab.run()
    assert seen == [gpt2_lab.revision]


def test_numbers_that_are_none_do_not_break_views(gpt2_lab: Any) -> None:
    gpt2_lab.model.add_hook("hook_embed", lambda x, hook: x * float("nan"))
    gpt2_lab.refresh_hooks()
    data = gpt2_lab.compute("metric", {}).data
    assert (data.live, data.reason is None) == (None, False)
    for view in ("mlps", "predictions", "lens", "patterns", "tokens"):
        gpt2_lab.compute(view, {})
