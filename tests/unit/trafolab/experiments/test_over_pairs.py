"""Sweeps over pairs: the mean of the sweeps over each of them, and each of these what plain hooks give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import possible, site_at
from tests.unit.trafolab.operations.bench import CLOSE, Bench
from tests.unit.trafolab.operations.sites import Site

PAIRS: list[Any] = [
    ([0, 7, 3, 9, 3, 7, 11, 5], [0, 7, 4, 9, 3, 8, 11, 2], 5, 9, {"x": 2, "y": 5}),
    ([0, 7, 3, 9, 3, 7], [0, 7, 4, 9, 3, 7], 6, 9, {"x": 2, "y": 4}),
    ([0, 8, 3, 2, 3, 7, 11, 5], [0, 8, 3, 2, 4, 7, 11, 5], 5, 3, {"x": 4}),
    ([0, 2, 3, 9, 6, 7], [0, 7, 3, 9, 6, 7], 2, 4, {"x": 1, "y": 3}),
]
EXACT = 1e-5


def difference(logits: Any, pair: Any) -> float:
    return float(logits[-1, pair[2]] - logits[-1, pair[3]])


@pytest.fixture
def paired(bench: Bench) -> Bench:
    bench.lab.pairs("four", PAIRS)
    bench.lab.metric("logit_diff", answer=5, distractor=9)
    return bench


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


@pytest.mark.parametrize("kind", ["resid_pre", "layer", "z", "k", "pattern"])
@pytest.mark.parametrize("direction", ["noise", "denoise"])
def test_by_role_it_is_the_mean_of_single_sweeps(paired: Bench, kind: str, direction: str) -> None:
    if not possible(paired, kind):
        return
    found = paired.lab.sweep(kind, by_position=True, direction=direction, over="four", progress=False)
    alone = singles(paired.lab, kind, True, direction=direction)
    expected = by_role(alone, found.axes["role"])
    assert found.axes["role"] == ["x", "y", "end"]
    assert found.info.whole is None
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT, equal_nan=True)
    baselines = torch.tensor([each.info.baseline for each in alone])
    torch.testing.assert_close(found.baselines, baselines, atol=EXACT, rtol=EXACT)
    assert found.info.baseline == pytest.approx(float(baselines.mean()), abs=EXACT)
    assert found.info.other == pytest.approx(sum(each.info.other for each in alone) / 4, abs=EXACT)
    mean = (expected - baselines.view(-1, *[1] * (expected.ndim - 1))).nanmean(0)
    torch.testing.assert_close(found.effects, mean, atol=EXACT, rtol=EXACT)
    assert float(found.columns["n"][..., 1].max()) == 3


@pytest.mark.parametrize("kind", ["z", "v", "pattern"])
def test_heads_at_all_positions(paired: Bench, kind: str) -> None:
    if not possible(paired, kind):
        return
    found = paired.lab.sweep(kind, over="four", progress=False)
    expected = torch.stack([each.values for each in singles(paired.lab, kind, False)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    torch.testing.assert_close(found.values, expected.mean(0), atol=EXACT, rtol=EXACT)


@pytest.mark.parametrize(("kind", "by_position"), [("resid_mid", True), ("z", False), ("q", True)])
def test_each_pair_is_what_plain_hooks_give(paired: Bench, kind: str, by_position: bool) -> None:
    if not possible(paired, kind):
        return
    lab = paired.lab
    lab.ablate("L0H1")
    lab.scale("mlp.1", 0.5, positions=["end"])
    found = lab.sweep(kind, by_position=by_position, over="four", progress=False)
    assert found.info.stamp.interventions == "live"
    for index, pair in enumerate(PAIRS):
        clean, corrupt = pair[:2]
        places = pair[4] | {"end": len(clean) - 1}
        active = [
            Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old),
            Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [len(clean) - 1]),
        ]
        baseline = difference(reference_hf.logits(paired.source, clean, active), pair)
        assert float(found.baselines[index]) == pytest.approx(baseline, abs=CLOSE)
        for place in product(*map(range, found.values.shape)):
            at = dict(zip(found.axes, place, strict=True))
            role = found.axes["role"][at.pop("role")] if "role" in at else None
            if role is not None and role not in places:
                continue
            site = site_at(kind, at)
            value = site.read(paired.source, corrupt)
            edit = site.edit(lambda old, value=value: value, None if role is None else [places[role]])
            number = difference(reference_hf.logits(paired.source, clean, [*active, edit]), pair)
            assert float(found.pairs[index][place]) == pytest.approx(number, abs=CLOSE), f"{kind} {at}"


@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_ablations(paired: Bench, mode: str) -> None:
    found = paired.lab.sweep(
        "z", ablate=mode, source="others" if mode == "mean" else None, over="four", progress=False
    )
    options = {"ablate": mode, "source": "others" if mode == "mean" else None}
    expected = torch.stack([each.values for each in singles(paired.lab, "z", False, **options)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    assert found.info.other is None
