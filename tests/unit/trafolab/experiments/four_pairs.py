"""A set of four pairs, and what experiments over it are held against: the same on each pair alone."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.unit.trafolab.operations.bench import Bench

PAIRS: list[Any] = [
    ([0, 7, 3, 9, 3, 7, 11, 5], [0, 7, 4, 9, 3, 8, 11, 2], 5, 9, {"x": 2, "y": 5}),
    ([0, 7, 3, 9, 3, 7], [0, 7, 4, 9, 3, 7], 6, 9, {"x": 2, "y": 4}),
    ([0, 8, 3, 2, 3, 7, 11, 5], [0, 8, 3, 2, 4, 7, 11, 5], 5, 3, {"x": 4}),
    ([0, 2, 3, 9, 6, 7], [0, 7, 3, 9, 6, 7], 2, 4, {"x": 1, "y": 3}),
]
EXACT = 1e-5
ROLES = ["x", "y", "end"]
ALIKE = [PAIRS[0], PAIRS[2]]
"""Of one length."""


def difference(logits: Any, pair: Any) -> float:
    return float(logits[-1, pair[2]] - logits[-1, pair[3]])


def largest(logits: torch.Tensor) -> torch.Tensor:
    """Of all positions, and smaller in longer prompts."""
    return logits.max() / len(logits)


@pytest.fixture
def paired(bench: Bench) -> Bench:
    bench.lab.pairs("four", PAIRS)
    bench.lab.metric("logit_diff", answer=5, distractor=9)
    return bench


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.pairs("four", PAIRS)
    gpt2_lab.metric("logit_diff", answer=5, distractor=9)
    return gpt2_lab


def singles(lab: Any, kind: str, by_position: bool, **options: Any) -> list[Any]:
    """The sweep of each pair alone, with the laboratory's prompts put back after."""
    before = lab.state
    found = []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        lab.prompt(clean, corrupt=corrupt)
        lab.metric("logit_diff", answer=answer, distractor=distractor)
        found.append(lab.sweep(kind, by_position=by_position, progress=False, **options))
    lab.prompt(before.clean.source, corrupt={each.name: each.source for each in before.counterfactuals})
    lab.metric("logit_diff", answer=5, distractor=9)
    return found


def by_role(found: list[Any], roles: list[str]) -> torch.Tensor:
    """[pair, …, role] of sweeps by position."""
    rows = []
    for sweep, pair in zip(found, PAIRS, strict=True):
        places = pair[4] | {"end": len(pair[0]) - 1}
        missing = torch.full(sweep.values.shape[:-1], float("nan"))
        rows.append([sweep.values[..., places[role]] if role in places else missing for role in roles])
    return torch.stack([torch.stack(row, -1) for row in rows])


def same(found: Tensor, expected: Tensor) -> None:
    torch.testing.assert_close(found, expected, atol=EXACT, rtol=EXACT, equal_nan=True)


def places_of(pair: Any) -> list[int | None]:
    roles = pair[4] | {"end": len(pair[0]) - 1}
    return [roles.get(role) for role in ROLES]


def entries(values: Tensor, pair: Any) -> Tensor:
    """[…, role, role] of [layer, head, dst, src]; no number where a pair lacks one."""
    places = places_of(pair)
    found = torch.full((*values.shape[:2], len(ROLES), len(ROLES)), float("nan"))
    for (i, dst), (j, src) in product(enumerate(places), repeat=2):
        if dst is not None and src is not None:
            found[:, :, i, j] = values[:, :, dst, src]
    return found
