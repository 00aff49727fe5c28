"""What single cells of sweeps are held against: plain hooks on the Hugging Face model."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import ANSWER, DISTRACTOR, difference
from tests.unit.trafolab.operations.bench import Bench
from tests.unit.trafolab.operations.sites import Site

SECOND = [0, 9, 3, 4, 3, 7, 12, 5]


@pytest.fixture
def measured(bench: Bench) -> Bench:
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    return bench


def metric_of(bench: Bench, ids: list[int], edits: Any = ()) -> float:
    return difference(reference_hf.logits(bench.source, ids, list(edits)))


def cells(found: Any) -> Any:
    for place in product(*map(range, found.values.shape)):
        yield dict(zip(found.axes, place, strict=True)), float(found.values[place])


def entry(site: Site, value: torch.Tensor, dst: int, src: int) -> Any:
    def edit(old: torch.Tensor) -> torch.Tensor:
        new = old.clone()
        new[0, site.index, dst, src] = value[0, 0, dst, src]
        return new

    return site.site, edit
