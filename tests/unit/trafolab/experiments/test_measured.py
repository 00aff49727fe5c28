"""Sweeps under every metric: each cell is what plain PyTorch hooks on the Hugging Face model give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from torch import Tensor
from trafolab.errors import LabError, OperationError

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import ACTIVE, possible, site_at
from tests.unit.trafolab.measured import METRICS, expected
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench

N = len(CLEAN)
ARCHITECTURES = ["gpt2", "llama", "neox", "gemma2"]


def put_in(value: Tensor) -> Any:
    """Values of one prompt at its positions, in a pass that may go on behind them."""

    def change(old: Tensor) -> Tensor:
        new = old.clone()
        # Of a pattern as many keys, and no others: they come later.
        new[tuple(slice(0, size) for size in value.shape)] = value
        return new

    return change


def check(
    bench: Bench, kind: str, name: str, found: Any, base: list[int], donor: list[int], active: Any
) -> None:
    def number(edits: Any) -> float:
        return expected(
            name, base, lambda more: reference_hf.logits(bench.source, [*base, *more], edits), unchanged
        )

    unchanged = reference_hf.logits(bench.source, base, active)
    assert found.info.baseline == pytest.approx(number(active), abs=CLOSE)
    for place in product(*map(range, found.values.shape)):
        at = dict(zip(found.axes, place, strict=True))
        site = site_at(kind, at)
        positions = [at["pos"]] if "pos" in at else range(N)
        edit = site.edit(put_in(site.read(bench.source, donor)), positions)
        value = float(found.values[place])
        assert value == pytest.approx(number([*active, edit]), abs=CLOSE), f"{bench.name} {kind} {name} {at}"


@pytest.fixture(scope="module", params=ARCHITECTURES)
def one(request: pytest.FixtureRequest, bench_of: Any) -> Bench:
    return bench_of(request.param)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize(("kind", "by_position"), [("resid_post", True), ("z", False), ("pattern", False)])
def test_every_cell_is_what_plain_hooks_give(one: Bench, kind: str, by_position: bool, name: str) -> None:
    one.lab.clear()
    what, asked = METRICS[name]
    one.lab.metric(what, **asked)
    found = one.lab.sweep(kind, by_position=by_position, progress=False)
    assert found.info.whole is None
    check(one, kind, name, found, CLEAN, CORRUPT, [])


@pytest.mark.parametrize("name", METRICS)
def test_the_same_turned_round_and_under_interventions(one: Bench, name: str) -> None:
    one.lab.clear()
    one.lab.ablate("L0H1")
    one.lab.scale("mlp.1", 0.5, positions=[3, 4])
    what, asked = METRICS[name]
    one.lab.metric(what, **asked)
    found = one.lab.sweep("resid_pre", direction="denoise", progress=False)
    assert found.info.whole is None
    check(one, "resid_pre", name, found, CORRUPT, CLEAN, ACTIVE)


@pytest.mark.parametrize("name", ["a phrase", "phrases and a token, added up", "loss", "divergence"])
def test_ablations_go_on_behind_the_prompt(one: Bench, name: str) -> None:
    if not possible(one, "z"):
        return
    one.lab.clear()
    what, asked = METRICS[name]
    one.lab.metric(what, **asked)
    found = one.lab.sweep("z", ablate="zero", progress=False)
    unchanged = reference_hf.logits(one.source, CLEAN)
    for place in product(*map(range, found.values.shape)):
        edits = [site_at("z", dict(zip(found.axes, place, strict=True))).edit(torch.zeros_like)]
        number = expected(
            name, CLEAN, lambda more, e=edits: reference_hf.logits(one.source, [*CLEAN, *more], e), unchanged
        )
        assert float(found.values[place]) == pytest.approx(number, abs=CLOSE)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("active", ["ablate", "freeze", "custom"])
def test_a_sweep_and_the_page_agree(gpt2_lab: Any, name: str, active: str) -> None:
    lab = gpt2_lab
    lab.prompt(CLEAN, corrupt=CORRUPT)
    what, asked = METRICS[name]
    lab.metric(what, **asked)
    {
        "ablate": lambda: lab.ablate("L0H1"),
        "freeze": lambda: lab.freeze("L1H1"),
        "custom": lambda: lab.custom("mlp.0", lambda x: x * 0.5),
    }[active]()
    if what == "kl":
        # A sweep compares with the run that it changes, the page with the plain one.
        lab.clear()
    found = lab.sweep("z", progress=False)
    assert found.info.baseline == pytest.approx(lab.run().metric, abs=CLOSE)
    lab.patch("L0H2")
    assert float(found.values[0, 2]) == pytest.approx(lab.run().metric, abs=CLOSE)
    shown = lab.compute("metric", {}).data
    assert (shown.live, shown.reason) == (pytest.approx(lab.run().metric, abs=1e-6), None)


def test_a_divergence_names_its_runs(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("kl")
    found = gpt2_lab.sweep("resid_post", direction="denoise", progress=False)
    assert found.info.metric == "KL(corrupt ‖ changed)"
    assert found.info.baseline == pytest.approx(0, abs=1e-6)
    # All of the last stream is all of the other run.
    assert float(found.normalised[1, N - 1]) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", ["two sets", "a phrase", "probability of any", "divergence", "a function"])
def test_effects_and_how_far_they_lead(gpt2_lab: Any, name: str) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    what, asked = METRICS[name]
    gpt2_lab.metric(what, **asked)
    found = gpt2_lab.sweep("resid_post", progress=False)
    assert torch.allclose(found.effects, found.values - found.info.baseline, equal_nan=True)
    span = found.info.other - found.info.baseline
    assert torch.allclose(found.normalised, found.effects / span, equal_nan=True)


def test_what_hardly_differs_is_no_measure(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("top_k", answer=5, k=320)
    found = gpt2_lab.sweep("z", progress=False)
    assert (found.info.baseline, found.info.other) == (1, 1)
    with pytest.raises(OperationError, match="hardly differ"):
        _ = found.normalised
    gpt2_lab.metric(lambda logits: float("nan"))
    with pytest.raises(LabError, match="not a finite number in the clean run"):
        gpt2_lab.sweep("z", progress=False)


SMOOTH = ["two sets", "a phrase", "phrases and a token, added up", "probability of any", "loss", "a function"]
STEP = 0.02


@pytest.mark.parametrize("name", SMOOTH)
def test_attributions_are_slopes_of_the_metric(one: Bench, name: str) -> None:
    one.lab.clear()
    what, asked = METRICS[name]
    one.lab.metric(what, **asked)
    found = one.lab.attribution("resid_post", verify=0, sample=0, progress=False)
    unchanged = reference_hf.logits(one.source, CLEAN)

    def number(edit: Any) -> float:
        return expected(
            name, CLEAN, lambda more: reference_hf.logits(one.source, [*CLEAN, *more], [edit]), unchanged
        )

    for layer, pos in ((0, 2), (0, 5), (1, N - 1)):
        site = site_at("resid_post", {"layer": layer})
        value = site.read(one.source, CORRUPT)

        def towards(old: Tensor, share: float, value: Tensor = value) -> Tensor:
            new = old.clone()
            new[:, :N] += share * (value - old[:, :N])
            return new

        up, down = (number(site.edit(lambda old, s=s: towards(old, s), [pos])) for s in (STEP, -STEP))
        slope = (up - down) / (2 * STEP)
        assert float(found.estimated_effects[layer, pos]) == pytest.approx(slope, rel=0.05, abs=5e-3)


def test_what_has_no_slope_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    cases = [
        (("kl", {}), "gradient is zero there"),
        (("top_k", {"answer": 5}), "is a step"),
        ((lambda logits: logits[-1, 5].item(), {}), "what it gives has no gradient"),
    ]
    for (what, asked), words in cases:
        gpt2_lab.metric(what, **asked)
        with pytest.raises(LabError, match=words):
            gpt2_lab.attribution("resid_post", progress=False)


@pytest.mark.parametrize("name", METRICS)
def test_all_paths_of_a_head_are_the_head_itself(one: Bench, name: str) -> None:
    one.lab.clear()
    what, asked = METRICS[name]
    one.lab.metric(what, **asked)
    paths = one.lab.path("z", "logits", via="all", progress=False)
    assert torch.allclose(paths.values, one.lab.sweep("z", progress=False).values, atol=CLOSE)
