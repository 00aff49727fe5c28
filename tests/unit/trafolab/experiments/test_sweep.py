"""Sweeps on every architecture: each cell is what plain PyTorch hooks on the Hugging Face model give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from trafolab.errors import LabError, OperationError
from trafolab.experiments.result import Sweep
from transformer_lens import patching

from tests import reference_hf
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS, Bench
from tests.unit.trafolab.operations.sites import Site

ANSWER, DISTRACTOR = 5, 9
SITES = {"attn_out": "attn", "mlp_out": "mlp"}
AXES = {"z": 2, "q": 2, "k": 2, "v": 2, "pattern": 1}
KINDS = ["resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out", *AXES]
ACTIVE = [
    Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old),
    Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [3, 4]),
]


def difference(logits: Any) -> float:
    return float(logits[-1, ANSWER] - logits[-1, DISTRACTOR])


def site_at(kind: str, at: dict[str, int]) -> Site:
    name = f"{SITES.get(kind, kind)}.{at['layer']}"
    axis = AXES.get(kind)
    return Site(name, name, axis, at.get("head"), 2 if kind == "pattern" else 1)


def expected(
    bench: Bench, kind: str, at: dict[str, int], base: list[int], donor: list[int], active: Any
) -> float:
    site = site_at(kind, at)
    value = site.read(bench.source, donor)
    edit = site.edit(lambda old: value, [at["pos"]] if "pos" in at else None)
    return difference(reference_hf.logits(bench.source, base, [*active, edit]))


def check(bench: Bench, kind: str, found: Any, base: list[int], donor: list[int], active: Any = ()) -> None:
    baseline = difference(reference_hf.logits(bench.source, base, active))
    assert found.info.baseline == pytest.approx(baseline, abs=CLOSE)
    for place in product(*map(range, found.values.shape)):
        at = dict(zip(found.axes, place, strict=True))
        number = expected(bench, kind, at, base, donor, active)
        assert float(found.values[place]) == pytest.approx(number, abs=CLOSE), f"{bench.name} {kind} {at}"


def possible(bench: Bench, kind: str) -> bool:
    parallel = bench.lab.info.structure.layers[0].parallel
    return bench.has_effect(kind) and not (kind == "resid_mid" and parallel)


@pytest.fixture
def measured(bench: Bench) -> Bench:
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    return bench


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_is_what_plain_hooks_give(measured: Bench, kind: str) -> None:
    if not possible(measured, kind):
        with pytest.raises(LabError, match=r"no resid_mid|has no effect"):
            measured.lab.sweep(kind)
        return
    found = measured.lab.sweep(kind, progress=False)
    assert found.info.whole is None
    check(measured, kind, found, CLEAN, CORRUPT)


@pytest.mark.parametrize(("kind", "by_position"), [("resid_pre", True), ("z", True), ("v", False)])
def test_the_same_turned_round_and_under_interventions(measured: Bench, kind: str, by_position: bool) -> None:
    measured.lab.ablate("L0H1")
    measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    found = measured.lab.sweep(kind, by_position=by_position, direction="denoise", progress=False)
    assert found.info.whole is None
    check(measured, kind, found, CORRUPT, CLEAN, ACTIVE)
    assert (found.info.base, found.info.stamp.interventions) == ("corrupt", "live")


@pytest.mark.parametrize("metric", ["logprob", "prob", "rank"])
def test_metrics_that_need_the_whole_vocabulary(gpt2_lab: Any, metric: str) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric(metric, answer=ANSWER, position=-2)
    found = gpt2_lab.sweep("resid_post", progress=False)
    for layer, pos in ((0, 2), (1, 5), (1, 7)):
        gpt2_lab.patch(f"resid_post.{layer}", positions=[pos])
        assert float(found.values[layer, pos]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
        gpt2_lab.clear()


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox", "gemma2"])
def test_transformer_lens_finds_the_same(bench_of: Any, name: str) -> None:
    bench = bench_of(name)
    bench.lab.clear()
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    model = bench.lab.model
    _, cache = model.run_with_cache(torch.tensor([CLEAN]))

    def measure(logits: Any) -> Any:
        return logits[0, -1, ANSWER] - logits[0, -1, DISTRACTOR]

    theirs = {
        ("resid_pre", True): patching.get_act_patch_resid_pre,
        ("attn_out", True): patching.get_act_patch_attn_out,
        ("mlp_out", True): patching.get_act_patch_mlp_out,
        ("z", False): patching.get_act_patch_attn_head_out_all_pos,
        ("z", True): patching.get_act_patch_attn_head_out_by_pos,
        ("pattern", False): patching.get_act_patch_attn_head_pattern_all_pos,
    }
    for (kind, by_position), patch in theirs.items():
        with torch.no_grad():
            expected = patch(
                model,
                torch.tensor([CORRUPT]),
                cache,
                lambda logits: logits[0, -1, ANSWER] - logits[0, -1, DISTRACTOR],
            )
        found = bench.lab.sweep(kind, by_position=by_position, direction="denoise", progress=False).values
        # TransformerLens has the positions before the heads.
        found = found.transpose(1, 2) if found.ndim == 3 else found
        assert torch.allclose(found, expected.float(), atol=CLOSE), kind


@pytest.mark.parametrize(("kind", "by_position"), [("z", False), ("mlp_out", True), ("pattern", True)])
def test_ablations_one_after_the_other(measured: Bench, kind: str, by_position: bool) -> None:
    if not possible(measured, kind):
        return
    found = measured.lab.sweep(kind, ablate="zero", by_position=by_position, progress=False)
    for place in product(*map(range, found.values.shape)):
        at = dict(zip(found.axes, place, strict=True))
        edit = site_at(kind, at).edit(torch.zeros_like, [at["pos"]] if "pos" in at else None)
        number = difference(reference_hf.logits(measured.source, CLEAN, [edit]))
        assert float(found.values[place]) == pytest.approx(number, abs=CLOSE), f"{measured.name} {kind} {at}"
    assert found.info.other is None


def test_means_one_after_the_other(measured: Bench) -> None:
    found = measured.lab.sweep("z", ablate="mean", source="others", progress=False)
    for layer, head in product(*map(range, found.values.shape)):
        site = site_at("z", {"layer": layer, "head": head})
        rows = [site.read(measured.source, ids)[0, 1:] for ids in OTHERS]
        mean = torch.cat(rows).mean(0)
        edit = site.edit(lambda old, mean=mean: mean.expand_as(old))
        number = difference(reference_hf.logits(measured.source, CLEAN, [edit]))
        assert float(found.values[layer, head]) == pytest.approx(number, abs=CLOSE)


def test_code_of_a_persons_own_gets_whole_passes(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    plain = gpt2_lab.sweep("z", progress=False)
    gpt2_lab.model.add_hook("blocks.1.hook_mlp_out", lambda value, hook: value / value.shape[0])
    hooked = gpt2_lab.sweep("z", progress=False)
    # One cell in a whole pass, its trial, and one pass for all.
    assert (plain.info.whole, plain.info.n_passes) == (None, 3)
    assert "Code of yours" in hooked.info.whole
    assert torch.allclose(hooked.values, plain.values, atol=CLOSE)


def test_what_acts_on_the_logits_themselves_sees_all_of_them(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.scale("unembed.hook_in", 0.5, positions=[7])
    found = gpt2_lab.sweep("mlp_out", progress=False)
    assert found.info.baseline == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    gpt2_lab.patch("mlp.0", positions=[5])
    assert float(found.values[0, 5]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)


def test_an_intervention_with_values_of_its_own_acts_in_every_cell(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.freeze("L1H1")
    found = gpt2_lab.sweep("resid_pre", progress=False)
    gpt2_lab.patch("resid_pre.1", positions=[5])
    assert float(found.values[1, 5]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    assert "earlier positions" in found.info.whole


def test_what_can_not_be_swept_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={})
    cases = [
        (lambda: gpt2_lab.sweep("z"), "no other prompt"),
        (lambda: gpt2_lab.sweep("nothing"), "no sweep over 'nothing'"),
        (lambda: gpt2_lab.sweep("z", direction="up"), "can't take 'up'"),
    ]
    for act, words in cases:
        with pytest.raises(LabError, match=words):
            act()
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT[:-1])
    with pytest.raises(LabError, match="8 tokens, and corrupt 7"):
        gpt2_lab.sweep("z")
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    with pytest.raises(LabError, match="no prompt named nobody"):
        gpt2_lab.sweep("z", source="nobody")


def test_a_notebook_shows_a_heat_map(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", by_position=True, progress=False)
    picture = found._repr_html_()
    layers, heads, positions = found.values.shape
    assert picture.count("<tr>") == layers * heads + 1
    assert picture.count("<td") == layers * heads * positions
    assert f"{float(found.effects[1, 2, 5]):+.4f}" in picture
    strongest = [part for part in picture.split("<td") if ",0.850)" in part]
    assert len(strongest) == 1
    assert f"{found.largest(1)[0][1]:+.4f}" in strongest[0]


def test_colours_reach_to_one_percent_of_the_way_at_least(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", progress=False)
    largest = float(found.effects.abs().max())
    assert f"darkest: ±{largest:.3g}<" in found._repr_html_()
    share = float(found.normalised.abs().max())
    least = abs(found.info.other - found.info.baseline) / 100
    shrunk = {**found.columns, "values": found.info.baseline + found.effects * 0.005 / share}
    paler: Any = Sweep(found.record, shrunk)
    faint = paler._repr_html_()
    assert f"all effects below 1 % of the way; darkest: ±{least:.3g}<" in faint
    assert faint.count(",0.425)") == 1
    assert "darkest: ±0.01<" in paler.plot("normalised")._repr_html_()


def test_a_picture_of_other_numbers_can_be_kept(gpt2_lab: Any, tmp_path: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", progress=False)
    found.plot("normalised").save(tmp_path / "heads.html")
    page = (tmp_path / "heads.html").read_text(encoding="utf-8")
    assert f"1, 2: {float(found.normalised[1, 2]):+.4f}'" in page
    assert f"1, 2: {float(found.values[1, 2]):+.4f}'" in found.plot("values")._repr_html_()
    with pytest.raises(OperationError, match="There are effects, values and normalised"):
        found.plot("colours")
    gpt2_lab.prompt(CLEAN, corrupt={})
    with pytest.raises(OperationError, match="no other run"):
        gpt2_lab.sweep("z", ablate="zero", progress=False).plot("normalised")


def test_what_was_done_is_said_in_words(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    found = gpt2_lab.sweep("z", direction="denoise", progress=False)
    assert found.info.sentence == "clean's head outputs put into the corrupt run"
    assert found.info.metric == found.info.metric.strip()
    assert (found.record.application.base, found.record.application.source) == ("corrupt", "clean")
    neurons = gpt2_lab.sweep("neuron", ablate="zero", top=2, progress=False)
    assert neurons.info.sentence.startswith("MLP neurons ablated (zero) in the clean run")
    path = gpt2_lab.path("mlp_out", "logits", progress=False)
    assert path.info.sentence.startswith(
        "corrupt's MLP outputs put into the clean run, sent directly to logits"
    )


def test_an_ablation_has_no_other_run(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={})
    found = gpt2_lab.sweep("z", ablate="mean", progress=False)
    assert found.info.donor == "mean over clean, n = 7"
    assert "head outputs ablated (mean) in the clean run" in repr(found)
    with pytest.raises(OperationError, match="no other run"):
        _ = found.normalised
    for kind, options, words in (
        ("pattern", {"ablate": "mean"}, "no mean in common"),
        ("z", {"ablate": "median"}, "can't take 'median'"),
        ("z", {"ablate": "mean", "source": "nobody"}, "nobody"),
    ):
        with pytest.raises(LabError, match=words):
            gpt2_lab.sweep(kind, **options)


def test_what_is_found_comes_as_a_table(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", by_position=True, progress=False)
    table = found.to_dataframe()
    assert list(table.columns) == ["layer", "head", "pos", "value", "effect"]
    assert len(table) == found.values.numel()
    row = table.iloc[found.values.shape[2] + 5]
    assert (row["layer"], row["head"], row["pos"][:2]) == ("0", "1", "5 ")
    assert row["value"] == pytest.approx(float(found.values[0, 1, 5]))
    name, effect = found.largest(1)[0]
    assert abs(effect) == pytest.approx(float(found.effects.abs().max()))
    assert name in repr(found)
    assert float(found.normalised.nan_to_num().abs().max()) > 0


def test_changed_weights_are_those_that_are_swept(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    before = gpt2_lab.sweep("mlp_out", progress=False).values
    gpt2_lab.model.blocks[1].mlp.out.weight.data.mul_(2)
    after = gpt2_lab.sweep("mlp_out", progress=False).values
    assert not torch.equal(before, after)
    gpt2_lab.patch("mlp.0", positions=[5])
    assert float(after[0, 5]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)


def test_low_precision_takes_the_same_road(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    exact = gpt2_lab.sweep("resid_pre", progress=False)
    gpt2_lab.model.to(torch.bfloat16)
    gpt2_lab.clear()
    found = gpt2_lab.sweep("resid_pre", progress=False)
    assert (found.info.whole, found.info.n_passes) == (None, exact.info.n_passes)
    assert found.info.stamp.dtype == "bfloat16"
    # A logit is some units large, of which bfloat16 has two and a half digits.
    assert torch.allclose(found.values, exact.values, atol=0.3)
    assert not torch.equal(found.values, exact.values)
