"""Attribution: estimates are what small steps of a plain Hugging Face model give, patches a sweep's."""

from __future__ import annotations

import random
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from trafolab.errors import LabError
from trafolab.experiments.attribution.attributing import ATTRIBUTION
from trafolab.experiments.attribution.ranks import rank_correlation
from trafolab.experiments.attribution.trust import compared, words_of
from trafolab.experiments.job import Job
from trafolab.experiments.progress import COMPUTED, EQUAL, ESTIMATED, WAITING
from trafolab.experiments.starting import start
from trafolab_protocol.experiments import AttributionSpec, Estimated, Experiment
from transformer_lens.tools.analysis.attribution_patching import attribution_patch

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import (
    ACTIVE,
    ANSWER,
    DISTRACTOR,
    KINDS,
    difference,
    measured,
    possible,
    site_at,
)
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench
from tests.waiting import PATIENCE

__all__ = ["measured"]

STEP = 1e-3
FEW = 3


def slopes(
    bench: Bench,
    kind: str,
    at: dict[str, int],
    base: list[int],
    donor: list[int],
    active: Any = (),
    metric: Any = difference,
) -> tuple[float, float]:
    """How fast the metric changes when a cell's values go from those of one run to those of the other, and
    when they go the other way."""
    site = site_at(kind, at)
    value = site.read(bench.source, donor)

    def moved(share: float) -> float:
        edit = site.edit(lambda old: old + share * (value - old), [at["pos"]] if "pos" in at else None)
        return metric(reference_hf.logits(bench.source, base, [*active, edit]))

    here = moved(0)
    return (moved(STEP) - here) / STEP, (here - moved(-STEP)) / STEP


def agree(estimated: float, slopes: tuple[float, float]) -> bool:
    """Whether it is one of both, as far as logits are rounded: a neuron may be switched on or off within a
    step to one side."""
    return any(estimated == pytest.approx(slope, rel=2e-2, abs=4e-3) for slope in slopes)


def check(bench: Bench, kind: str, found: Any, base: list[int], donor: list[int], active: Any = ()) -> None:
    effects = found.estimated_effects
    every = (~effects.isnan()).nonzero().tolist()
    largest = sorted(every, key=lambda cell: -abs(float(effects[tuple(cell)])))[:FEW]
    cells = largest + random.Random(0).sample(every, FEW)
    for cell in cells:
        at = dict(zip(found.axes, cell, strict=True))
        found_slopes = slopes(bench, kind, at, base, donor, active)
        assert agree(float(effects[tuple(cell)]), found_slopes), f"{bench.name} {kind} {at}: {found_slopes}"


@pytest.mark.parametrize("kind", KINDS)
def test_estimates_are_the_slopes_of_the_plain_model(measured: Bench, kind: str) -> None:
    if not possible(measured, kind):
        with pytest.raises(LabError, match=r"no resid_mid|has no effect"):
            measured.lab.attribution(kind)
        return
    found = measured.lab.attribution(kind, by_position=True, verify=0, sample=0, progress=False)
    check(measured, kind, found, CLEAN, CORRUPT)
    assert found.trust.gradient == "the clean run"
    assert found.info.n_passes == 1


@pytest.mark.parametrize("kind", ["resid_mid", "z", "mlp_out"])
def test_the_same_turned_round_and_under_interventions(measured: Bench, kind: str) -> None:
    if not possible(measured, kind):
        return
    measured.lab.ablate("L0H1")
    measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    found = measured.lab.attribution(kind, direction="denoise", verify=0, sample=0, progress=False)
    check(measured, kind, found, CORRUPT, CLEAN, ACTIVE)
    assert found.trust.gradient == "the corrupt run under the interventions in force"


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox", "gemma2"])
def test_transformer_lens_estimates_the_same(bench_of: Any, name: str) -> None:
    bench = bench_of(name)
    bench.lab.clear()
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    theirs = attribution_patch(
        bench.lab.model,
        torch.tensor([CLEAN]),
        torch.tensor([CORRUPT]),
        lambda logits: logits[0, -1, ANSWER] - logits[0, -1, DISTRACTOR],
    ).node_scores
    given = {"direction": "denoise", "verify": 0, "sample": 0, "progress": False}
    heads = bench.lab.attribution("z", by_position=True, **given).estimated_effects
    mlps = bench.lab.attribution("mlp_out", **given).estimated_effects
    for node, score in theirs.items():
        if node.kind == "attn_head_out":
            assert float(heads[node.layer, node.head, node.position]) == pytest.approx(score, abs=CLOSE), node
        elif node.kind == "mlp_out":
            assert float(mlps[node.layer, node.position]) == pytest.approx(score, abs=CLOSE), node


def test_some_are_patched_for_real(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    every = gpt2_lab.sweep("z", by_position=True, progress=False)
    found = gpt2_lab.attribution("z", by_position=True, verify=5, sample=7, seed=3, progress=False)
    top, sample = found.trust.top, found.trust.sample
    progress = gpt2_lab._engine.experiments[found.record.id].work.progress.flatten()
    differ = (progress != EQUAL).nonzero().flatten().tolist()
    assert (len(top), len(sample)) == (5, 7)
    assert {int(progress[i]) for i in {*top, *sample}} == {COMPUTED}
    assert {int(progress[i]) for i in {*differ} - {*top, *sample}} == {ESTIMATED}
    smallest = found.estimated_effects.flatten()[top].abs().min()
    others = [i for i in differ if i not in top]
    assert float(found.estimated_effects.flatten()[others].abs().max()) <= float(smallest)
    made = ~found.values.isnan()
    assert torch.allclose(found.values[made], every.values[made], atol=CLOSE)
    assert set(made.flatten().nonzero().flatten().tolist()) - {*top, *sample} == set(
        (progress == EQUAL).nonzero().flatten().tolist()
    )


def test_rank_correlations_are_those_of_the_cells_that_were_patched(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.attribution("resid_pre", verify=4, sample=6, progress=False)
    table = found.to_dataframe()
    assert list(table.columns) == ["layer", "pos", "estimate", "effect", "patched"]
    both = table[table.patched != ""]
    drawn = table[table.patched.str.contains("sample")]
    assert len(drawn) == 6
    for rows, correlation in (
        (both, found.trust.rank_correlation),
        (drawn, found.trust.rank_correlation_sample),
    ):
        assert correlation == pytest.approx(rows.estimate.rank().corr(rows.effect.rank()))


def test_trust_weighs_what_was_patched_by_its_size(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.attribution("resid_pre", verify=4, sample=6, progress=False)
    rows = found.to_dataframe().query("patched != ''")
    off = (rows.estimate - rows.effect).abs().sum() / rows.effect.abs().sum()
    assert found.trust.error == pytest.approx(off, rel=1e-4)
    large = rows[rows.effect.abs() >= rows.effect.abs().max() / 10]
    assert found.trust.n_large == len(large)
    assert found.trust.wrong_signs == (large.estimate * large.effect < 0).sum()
    assert f"off by {off:.0%} of the true effects" in repr(found)


def test_a_wrong_sign_of_a_large_effect_is_a_warning() -> None:
    baseline = 2.0
    values = baseline + torch.tensor([-9.0, 4.0, 0.5, 0.001, float("nan")])
    estimates = baseline + torch.tensor([3.0, 4.0, -0.5, -0.001, 7.0])
    found = compared(
        Estimated(gradient="the clean run", top=[0, 1], sample=[2, 3, 1]), estimates, values, baseline
    )
    assert (found.n_large, found.wrong_signs) == (2, 1)
    assert found.error == pytest.approx((12 + 1 + 0.002) / 13.501, rel=1e-3)
    said = "Beware: 1 of the 2 largest patched cells has the other sign"
    assert words_of(found).startswith(said)
    assert words_of(found).endswith("try steps=20")
    near = compared(Estimated(gradient="the clean run", top=[0, 1], sample=[]), values, values, baseline)
    assert (near.wrong_signs, near.error) == (0, 0)
    assert "Beware" not in words_of(near)


def test_stored_trust_without_sizes_is_read() -> None:
    old = Estimated.model_validate(
        {"gradient": "the clean run", "top": [1], "sample": [], "rank_correlation": 0.5}
    )
    assert (old.error, old.wrong_signs, words_of(old)) == (None, 0, "")


def test_equal_numbers_share_their_ranks() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3], [30, 20, 10]) == pytest.approx(-1)
    assert rank_correlation([1, 1, 2, 5], [3, 4, 8, 7]) == pytest.approx(3.5 / (4.5 * 5) ** 0.5)
    assert rank_correlation([1, 2], [1, 2]) is None
    assert rank_correlation([1, 1, 1], [1, 2, 3]) is None


def test_more_points_come_nearer_to_a_whole_run(gpt2_lab: Any) -> None:
    """What all embeddings together do adds up to the difference of both runs, if steps are small enough."""
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    off: list[float] = []
    for steps in (1, 40):
        found = gpt2_lab.attribution("resid_pre", steps=steps, verify=0, sample=0, progress=False)
        assert found.info.n_passes == steps
        whole = found.info.other - found.info.baseline
        off.append(abs(float(found.estimated_effects[0].sum()) - whole) / abs(whole))
    assert off[1] < 0.02 < off[0]
    assert found.trust.gradient == "40 points from the clean to the corrupt run"


def test_weights_are_left_as_they_are(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    weights = list(gpt2_lab.model.parameters())
    for weight in weights[::2]:
        weight.requires_grad_(False)
    weights[1].grad = torch.ones_like(weights[1])
    before = [weight.requires_grad for weight in weights]
    with torch.inference_mode():
        found = gpt2_lab.attribution("z", progress=False)
    assert float(found.estimated_effects.abs().max()) > 0
    assert [weight.requires_grad for weight in weights] == before
    assert [weight.grad is None for weight in weights] == [i != 1 for i in range(len(weights))]
    assert bool((weights[1].grad == 1).all())


@pytest.mark.parametrize("metric", ["logprob", "prob"])
def test_other_smooth_metrics_have_slopes_too(bench_of: Any, metric: str) -> None:
    bench = bench_of("gpt2")
    bench.lab.clear()
    bench.lab.metric(metric, answer=ANSWER, position=-2)

    def measure(logits: Any) -> float:
        found = logits[-2].double().log_softmax(-1)[ANSWER]
        return float(found if metric == "logprob" else found.exp())

    found = bench.lab.attribution("mlp_out", verify=0, sample=0, progress=False)
    for layer, pos in ((0, 2), (0, 5), (1, 5), (1, 7)):
        at = {"layer": layer, "pos": pos}
        expected = slopes(bench, "mlp_out", at, CLEAN, CORRUPT, metric=measure)
        assert agree(float(found.estimated_effects[layer, pos]), expected)


def test_what_can_not_be_estimated_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    with pytest.raises(LabError, match="no sweep over 'nothing'"):
        gpt2_lab.attribution("nothing")
    with pytest.raises(LabError, match="can't take verify=-1"):
        gpt2_lab.attribution("z", verify=-1)
    with pytest.raises(LabError, match="no prompt named nobody"):
        gpt2_lab.attribution("z", source="nobody")
    gpt2_lab.metric("rank", answer=ANSWER)
    with pytest.raises(LabError, match="A rank moves in steps"):
        gpt2_lab.attribution("z")


def test_the_page_starts_the_same(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    spec = AttributionSpec.model_validate({"experiment": "attribution", "what": "z", "verify": 3, "seed": 5})
    job = start(gpt2_lab._engine, "one", spec)
    assert job.ended.wait(PATIENCE)
    assert job.record.code == 'lab.attribution("z", verify=3, seed=5)'
    assert job.told.columns == ["values", "estimate"]
    again = eval(job.record.code, {"lab": gpt2_lab})
    kept = gpt2_lab.experiments["one"]
    assert torch.equal(again.estimate, kept.estimate)
    assert torch.equal(again.values.nan_to_num(), kept.values.nan_to_num())
    assert again.trust == kept.trust


def test_a_notebook_shows_estimate_against_truth(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.attribution("z", verify=3, sample=3, progress=False)
    picture = found._repr_html_()
    assert picture.count("<circle") == len({*found.trust.top, *found.trust.sample})
    assert picture.count("<td") == found.values.numel()
    assert f"{found.trust.rank_correlation:+.2f}" in picture
    name, effect = found.largest(1)[0]
    assert f"{', '.join(name.split())}: {effect:+.4f}" in picture
    assert name in repr(found)


def test_the_time_left_is_that_of_cells_that_are_patched(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A clock on which each step takes a second.
    monkeypatch.setattr("trafolab.experiments.job.time", SimpleNamespace(perf_counter=count().__next__))
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    engine, spec = gpt2_lab._engine, AttributionSpec(what="z", by_position=True, verify=8, sample=8)
    record = Experiment(id="x", name="x", spec=spec, code="", created_at="")
    job = Job(record, partial(ATTRIBUTION.prepare, engine, engine.now, spec))
    for _ in range(2):
        assert job.seen().seconds_left is None
        job.advance()
    progress = torch.from_numpy(job.seen().arrays["progress"])
    computed, waiting = (int((progress == each).sum()) for each in (COMPUTED, WAITING))
    assert 0 < computed < int((progress == ESTIMATED).sum())
    assert waiting > 0
    assert job.seen().seconds_left == pytest.approx(waiting / computed)
