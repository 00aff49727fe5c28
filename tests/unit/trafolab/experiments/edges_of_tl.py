"""A model's edges and metric as TransformerLens has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from torch import Tensor

from tests.unit.trafolab.experiments.test_sweep import ANSWER, DISTRACTOR
from tests.unit.trafolab.operations.bench import CLEAN, CORRUPT, Bench

READERS = {"q_input": "q", "k_input": "k", "v_input": "v"}


@pytest.fixture
def measured_of(bench_of: Any) -> Callable[[str], Bench]:
    def make(name: str) -> Bench:
        bench = bench_of(name)
        bench.lab.clear()
        bench.lab.prompt(CLEAN, corrupt=CORRUPT)
        bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
        return bench

    return make


def their_metric(logits: Tensor) -> Tensor:
    return logits[0, -1, ANSWER] - logits[0, -1, DISTRACTOR]


def our_names(edge: Any) -> tuple[str, str]:
    """TransformerLens's nodes by our names."""
    sender, receiver = edge
    writes = {"embed": "resid_pre.0", "mlp_out": f"mlp.{sender.layer}"}
    reads = {"mlp_in": f"mlp.{receiver.layer}", "logits": "logits"}
    head = f"L{receiver.layer}H{receiver.head}.{READERS.get(receiver.kind)}"
    return writes.get(sender.kind, f"L{sender.layer}H{sender.head}"), reads.get(receiver.kind, head)
