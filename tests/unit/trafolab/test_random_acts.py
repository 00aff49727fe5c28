"""Whatever was done in whatever order: its code rebuilds it, and undo takes all of it back."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab

from tests.unit.trafolab.random_acts import act, prepare

STATES = 50
ACTS = 200


def active(lab: Any) -> list[list[str]]:
    return [each.targets for each in lab.interventions if each.status.state == "active"]


@pytest.mark.parametrize("seed", range(0, STATES, 10))
def test_the_code_of_a_state_rebuilds_it_to_the_last_bit(gpt2: Any, tmp_path: Path, seed: int) -> None:
    for state in range(seed, seed + 10):
        draw = random.Random(state)
        lab = trafolab.open(gpt2.source)
        prepare(lab)
        done = sum(act(lab, draw) for _ in range(draw.randrange(4, 16)))
        space: dict[str, Any] = {}
        exec(lab.code(), space)
        again = space["lab"]
        assert done > 0
        assert torch.equal(again.run().logits, lab.run().logits), lab.code()
        told = [
            (each.targets, each.status.state) for each in lab.interventions if each.status.state == "active"
        ]
        assert [
            (e.targets, e.status.state) for e in again.interventions if e.status.state == "active"
        ] == told


def test_two_hundred_acts_of_both_sides_are_all_undone(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    prepare(lab)
    lab.clear()
    steps = len(lab._engine.history.steps)
    before = lab.run().logits
    draw = random.Random(7)
    done = 0
    while done < ACTS:
        done += act(lab, draw)
    after = lab.run().logits
    undone = lab._engine.history.cursor - steps
    assert undone > ACTS // 2
    for _ in range(undone):
        lab.undo()
    assert torch.equal(lab.run().logits, before)
    assert len(lab.interventions) == 0
    for _ in range(undone):
        lab.redo()
    assert torch.equal(lab.run().logits, after)
