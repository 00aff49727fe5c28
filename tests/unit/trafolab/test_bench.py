"""How many forward passes looking costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab import capturing, kept_runs
from trafolab.executor import Executor
from trafolab.views import VIEWS as ALL_VIEWS
from trafolab.views.asking import named

from tests import models

VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("metric", {}),
    ("predictions", {}),
    ("tokens", {}),
    ("patterns", {}),
    ("attention", {"head": "L2H1"}),
    ("mlps", {}),
    ("lens", {}),
]
BESIDE_PLAIN = [("token_loss", 1), ("neurons", 1), ("predictions", 1), ("norm_scale", 2)]
"""Views that read the plain run too, with the passes that a change takes; the last has a run of its own."""


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A prompt of 1,000 tokens, of which no activation is kept unasked."""
    monkeypatch.setattr(capturing, "_CAPTURE_LIMIT", 2**20)
    lab = trafolab.open(str(models.gpt2(tmp_path / "model", layers=4, positions=1024)))
    lab.prompt([i % 300 for i in range(1000)])
    return lab


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many activations each forward pass on the shadow captured."""
    counted: list[int] = []
    forward = Executor._forward

    def counting(self: Executor, ids: Any, plan: Any, passing: Any, capture: Any, **more: Any) -> Any:
        counted.append(len(capture))
        return forward(self, ids, plan, passing, capture, **more)

    monkeypatch.setattr(Executor, "_forward", counting)
    return counted


def refresh(lab: Any) -> dict[str, Any]:
    lab.settle()
    return {name: lab.compute(name, params) for name, params in VIEWS}


def test_a_view_of_a_long_prompt_costs_one_pass_and_the_next_refresh_none(
    lab: Any, passes: list[int]
) -> None:
    lab.ablate("L1H2")
    passes.clear()
    refresh(lab)
    # The live run, then the patterns (those of one layer tell how large they are), the neurons and the
    # stream, none to its end; the plain one is known by its metric.
    assert passes == [0, 1, 3, 4, 5]
    lab.ablate("L0H3")
    passes.clear()
    refresh(lab)
    # The live run has at once what the views asked for the last time.
    assert passes == [13]
    # Clicks that overtake each other leave runs that no view has looked at.
    for head in range(3):
        lab.ablate(f"L2H{head}")
        lab.settle()
    passes.clear()
    lab.ablate("L3H0")
    refresh(lab)
    assert passes == [13]


def test_one_view_alone_costs_one_pass_a_change(lab: Any, passes: list[int]) -> None:
    """It asks after the run was made, and nothing asks for that run again."""
    for head in range(3):
        passes.clear()
        lab.ablate(f"L0H{head}")
        lab.settle()
        lab.compute("patterns", {})
    assert passes == [4]


def test_so_it_is_where_the_usual_is_kept(lab: Any, passes: list[int], monkeypatch: Any) -> None:
    """Points inside layers are not among it."""
    monkeypatch.setattr(capturing, "_CAPTURE_LIMIT", 2**40)
    for head in range(3):
        passes.clear()
        lab.ablate(f"L0H{head}")
        lab.settle()
        lab.compute("stream_norms", {})
    assert passes == [17]


@pytest.mark.parametrize(("view", "cost"), BESIDE_PLAIN)
def test_where_there_is_room_for_two_runs_only_the_plain_one_stays(
    lab: Any, passes: list[int], monkeypatch: pytest.MonkeyPatch, view: str, cost: int
) -> None:
    monkeypatch.setattr(kept_runs, "_BYTES", 1)
    params = named(ALL_VIEWS, view).example.model_dump(mode="json")
    for factor in (0.9, 0.8):
        lab.scale("L0H0", factor)
        lab.settle()
        lab.compute(view, params)
        lab.clear()
    passes.clear()
    lab.scale("L0H0", 0.7)
    lab.settle()
    lab.compute(view, params)
    assert len(passes) == cost


def test_what_is_captured_at_once_is_what_a_pass_of_its_own_gives(lab: Any) -> None:
    refresh(lab)
    lab.ablate("L1H2")
    results = refresh(lab)
    asked = lab.run()
    for layer in range(4):
        name = f"blocks.{layer}.attn.hook_pattern"
        kept = lab._engine.look()[1].live[name]
        torch.testing.assert_close(kept, asked[name])
    assert results["patterns"].tensors["patterns"].shape[0] == 16


@pytest.mark.parametrize(("hook", "looked"), [("blocks.0.hook_mlp_in", 1), ("blocks.0.hook_nothing", 0)])
def test_a_hook_that_never_fires_is_looked_for_once(
    lab: Any, passes: list[int], hook: str, looked: int
) -> None:
    """And one that there is not, not at all."""
    run = lab._engine.look()[1].live
    passes.clear()
    for _ in range(3):
        with pytest.raises(trafolab.LabError, match="does not fire"):
            run[hook]
    assert len(passes) == looked
    lab.ablate("L0H0")
    lab.settle()
    passes.clear()
    with pytest.raises(trafolab.LabError, match="does not fire"):
        lab._engine.look()[1].live[hook]
    # It was among what the new run was to keep.
    assert passes == []
