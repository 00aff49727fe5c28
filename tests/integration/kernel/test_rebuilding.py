"""The code of a state rebuilds it in a fresh kernel, to the last bit."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path
from typing import Any

import pytest
import trafolab

from tests.integration.kernel.probe import Probe, kernel
from tests.unit.trafolab.random_acts import act, prepare

SLOW = [pytest.param(seed, marks=pytest.mark.slow) for seed in (102, 103, 104)]


@pytest.mark.parametrize("seed", [100, 101, *SLOW])
def test_a_random_state_comes_back_in_a_fresh_kernel(gpt2: Any, data_dir: Path, seed: int) -> None:
    draw = random.Random(seed)
    lab = trafolab.open(gpt2.source)
    prepare(lab)
    while len(lab.interventions) < 4:
        act(lab, draw)
    expected = hashlib.sha256(lab.run().logits.numpy().tobytes()).hexdigest()
    with kernel(data_dir, TRAFOLAB_TENSORS=os.environ["TRAFOLAB_TENSORS"]) as manager:
        probe = Probe(manager)
        probe.run(lab.code())
        probe.run("import hashlib")
        found = probe.evaluate("hashlib.sha256(lab.run().logits.numpy().tobytes()).hexdigest()")
        probe.close()
    assert found == expected
