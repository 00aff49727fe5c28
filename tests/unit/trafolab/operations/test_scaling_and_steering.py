"""Values changed by a factor, along a direction or by a person's function, on every architecture: the logits
are those of plain PyTorch hooks on the Hugging Face model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.unit.trafolab.operations.bench import PLACES, Bench


def test_scaled_values(bench: Bench) -> None:
    def act(target: str, positions: Any) -> None:
        bench.lab.scale(target, 0.5, positions=positions)

    assert len(bench.each(bench.sites, act, lambda site: lambda old: old * 0.5)) >= 10


STEERING: dict[str, tuple[dict[str, Any], Callable[[Tensor, Tensor], Tensor]]] = {
    "add": ({"scale": 2.0}, lambda x, d: x + 2 * d),
    "add of the stream": (
        {"scale": 0.3, "unit": "stream"},
        lambda x, d: x + 0.3 * x.norm(dim=-1, keepdim=True) * d / d.norm(),
    ),
    "clamp": (
        {"scale": -1.5, "how": "clamp"},
        lambda x, d: x - (x @ d)[..., None] * d / d.norm() ** 2 - 1.5 * d,
    ),
    "remove": ({"how": "remove"}, lambda x, d: x - (x @ d)[..., None] * d / d.norm() ** 2),
}


@pytest.mark.parametrize("how", STEERING)
def test_steering(bench: Bench, how: str) -> None:
    options, change = STEERING[how]
    wide = [s for s in bench.sites if s.kind.split("_")[0] in ("resid", "attn", "mlp", "embed", "pos")]
    for site in wide:
        for positions in (None, PLACES):
            bench.lab.clear()
            where = "all" if positions is None else positions
            bench.lab.steer(site.target, "d", positions=where, **options)
            edit = site.edit(lambda old: change(old, bench.direction), positions)
            bench.check(f"{how} {site.target} at {positions}", [edit])


def test_a_persons_function(bench: Bench) -> None:
    def act(target: str, positions: Any) -> None:
        bench.lab.custom(target, torch.tanh, positions=positions)

    sites = [site for site in bench.of_any_length if not site.kind.startswith("ln")]
    assert len(bench.each(sites, act, lambda site: torch.tanh)) >= 8
