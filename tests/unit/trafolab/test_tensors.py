"""Stored tensors stay as long as the state, undo or redo can lead to them, and no longer."""

from __future__ import annotations

from typing import Any

import pytest
import torch


def test_a_tensor_goes_with_the_last_way_to_it(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L0H0")
    first = gpt2_lab.interventions[0].source.parts[0].tensor
    gpt2_lab.clear()
    assert first in gpt2_lab.tensors
    gpt2_lab.undo()
    assert gpt2_lab.interventions[0].status.state == "active"
    gpt2_lab.undo()
    assert first in gpt2_lab.tensors
    # Another act in its place: redo does not lead there any more.
    gpt2_lab.freeze("L0H1")
    assert first not in gpt2_lab.tensors
    assert len(gpt2_lab.tensors) == 1
    gpt2_lab.freeze("L0H0")
    assert gpt2_lab.interventions[1].status.state == "active"
    assert "\nlab.freeze" in gpt2_lab.code()


def test_what_a_failed_act_stored_goes_with_the_next(gpt2_lab: Any) -> None:
    orphan = gpt2_lab.tensors.put(torch.ones(3))
    gpt2_lab.ablate("L0H0")
    assert orphan not in gpt2_lab.tensors


def test_a_restored_tensor_that_nothing_names_is_not_kept(gpt2_lab: Any, gpt2: Any) -> None:
    import trafolab

    gpt2_lab.freeze("L0H0")
    stored = gpt2_lab.settle()
    name = stored.interventions[0].source.parts[0].tensor
    fresh = trafolab.open(gpt2.source)
    fresh.restore(stored, {name: gpt2_lab.tensors[name].numpy(), "other": torch.ones(2).numpy()})
    assert (name in fresh.tensors, "other" in fresh.tensors) == (True, False)
    assert fresh.interventions[0].status.state == "active"
    fresh.clear()
    with pytest.raises(KeyError):
        fresh.tensors["other"]
