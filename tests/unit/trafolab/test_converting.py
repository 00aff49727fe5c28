"""A cell moves, casts or folds the model: badge, stamps and numbers are those of what it became."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.observe.observer import Observer

CASTS = {"half": torch.float16, "double": torch.float64, "bfloat16": torch.bfloat16}


def zero_head(value: torch.Tensor, hook: Any) -> torch.Tensor:
    out = value.clone()
    out[:, :, 2] = 0
    return out


def look(lab: Any) -> None:
    """What the notebook's watcher does after a cell."""
    observer = Observer(lab)
    findings, moved = observer.look()
    lab.observe(findings, moved=moved)


def expected(twin: Any, shape: Any) -> torch.Tensor:
    with torch.no_grad():
        return twin.run_with_hooks(shape.tokens(twin), fwd_hooks=[("blocks.1.attn.hook_z", zero_head)])[0]


@pytest.mark.parametrize("cast", CASTS)
def test_a_cast_is_told_and_views_are_right(lab: Any, shape: Any, cast: str) -> None:
    dtype = CASTS[cast]
    lab.ablate("L1H2")
    twin = shape.twin()
    before, observer = lab.compute("metric", {}).data.live, Observer(lab)
    getattr(lab.model, cast)()
    findings, moved = observer.look()
    lab.observe(findings, moved=moved)
    name = str(dtype).removeprefix("torch.")
    state = lab.settle()
    assert (state.model.dtype, state.model.mode) == (name, "raw")
    assert state.interventions[0].status.state == "active"
    assert any(entry.label == f"the model is {name} (was float32)" for entry in state.history)
    # Every weight is what it was, in another precision.
    assert (state.findings.weights, state.findings.moving) == ([], False)
    wanted = expected(getattr(twin, cast)(), shape)
    view = lab.compute("predictions", {})
    assert (view.data.stamp.dtype, view.data.stamp.weights) == (name, "loaded")
    torch.testing.assert_close(lab.run().logits, wanted)
    for row in view.data.rows:
        assert row.logit == pytest.approx(float(wanted[-1, row.id]), rel=1e-6)
    assert lab.run().logits.dtype == dtype
    assert lab.compute("metric", {}).data.live != before


def test_values_of_another_precision_do_not_act(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L0H1")
    gpt2_lab.model.to(torch.float64)
    look(gpt2_lab)
    (frozen,) = gpt2_lab.interventions
    assert frozen.status.state == "inactive"
    assert frozen.status.reason == "Its stored values are float32, the model computes in float64."
    assert "dtype" not in " ".join(gpt2_lab.state.findings.flags)
    gpt2_lab.model.to(torch.float32)
    look(gpt2_lab)
    assert gpt2_lab.interventions[0].status.state == "active"


def test_what_the_same_cell_stores_after_a_cast_is_stamped_so(gpt2_lab: Any) -> None:
    gpt2_lab.model.double()
    gpt2_lab.freeze("L0H1")
    (frozen,) = gpt2_lab.interventions
    assert (frozen.stamp.dtype, frozen.status.state) == ("float64", "active")


def test_precision_lost_is_a_change(gpt2_lab: Any) -> None:
    observer = Observer(gpt2_lab)
    gpt2_lab.model.half().float()
    findings, _ = observer.look()
    assert {weight.component for weight in findings.weights} >= {"embed", "attn.0", "mlp.1"}


def test_a_model_folded_in_a_cell_says_so(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L1H2")
    gpt2_lab.freeze("L0H1")
    twin = gpt2.twin()
    gpt2_lab.model.enable_compatibility_mode(disable_warnings=True)
    gpt2_lab.model.enable_compatibility_mode(disable_warnings=True)
    twin.enable_compatibility_mode(disable_warnings=True)
    look(gpt2_lab)
    info = gpt2_lab.state.model
    assert (info.mode, info.dtype) == ("folded", "float32")
    assert info.folded == ["norm weights", "writing weights centred", "unembedding centred", "value biases"]
    ablated, frozen = gpt2_lab.interventions
    assert (ablated.status.state, frozen.status.state) == ("active", "inactive")
    assert frozen.status.reason == "Its stored values were taken from the raw model, and this one is folded."
    torch.testing.assert_close(gpt2_lab.run().logits, expected(twin, gpt2), atol=1e-4, rtol=1e-4)
    with torch.no_grad():
        live = gpt2_lab.model(gpt2.tokens(twin))[0]
    torch.testing.assert_close(live, expected(twin, gpt2), atol=1e-4, rtol=1e-4)
    assert gpt2_lab.compute("metric", {}).data.stamp.mode == "folded"
    assert "folded=True" in gpt2_lab.code()


def test_compatible_names_alone_fold_nothing(gpt2_lab: Any) -> None:
    gpt2_lab.model.enable_compatibility_mode(disable_warnings=True, no_processing=True)
    look(gpt2_lab)
    assert (gpt2_lab.state.model.mode, gpt2_lab.state.model.folded) == ("raw", [])


def test_nothing_is_said_where_nothing_was_done(gpt2_lab: Any) -> None:
    revision = gpt2_lab.revision
    look(gpt2_lab)
    assert gpt2_lab.revision == revision


def test_a_pass_under_way_keeps_its_interventions(gpt2_lab: Any, gpt2: Any) -> None:
    """A cast is noticed while the model is between two layers."""
    gpt2_lab.ablate("L1H2")
    model, twin = gpt2_lab.model, gpt2.twin().double()
    model.double()
    looked: list[None] = []

    def notice(value: torch.Tensor, hook: Any) -> None:
        if not looked:
            looked.append(None)
            gpt2_lab.notice_conversion()

    with torch.no_grad():
        found = model.run_with_hooks(gpt2.tokens(twin), fwd_hooks=[("blocks.0.hook_resid_pre", notice)])
    assert gpt2_lab.state.model.dtype == "float64"
    torch.testing.assert_close(found[0], expected(twin, gpt2))
