"""Entries of patterns, whole layers, embeddings, draws, both directions, and each counterfactual: all are
what plain PyTorch hooks on the Hugging Face model give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from trafolab.errors import LabError
from trafolab_protocol.experiments import SweepSpec

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import ACTIVE, ANSWER, DISTRACTOR, difference, site_at
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS, Bench
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


@pytest.mark.parametrize("turned", [False, True])
def test_each_entry_of_a_pattern(measured: Bench, turned: bool) -> None:
    if not measured.has_effect("pattern"):
        with pytest.raises(LabError, match="has no effect"):
            measured.lab.sweep("pattern_entry")
        return
    base, donor, active = (CORRUPT, CLEAN, ACTIVE) if turned else (CLEAN, CORRUPT, [])
    if turned:
        measured.lab.ablate("L0H1")
        measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    direction = "denoise" if turned else "noise"
    found = measured.lab.sweep("pattern_entry", only="L1H2", direction=direction, progress=False)
    assert (found.info.whole, found.info.n_cells) == (None, 36)
    assert (found.axes["layer"], found.axes["head"]) == (["1"], ["2"])
    assert list(found.axes) == ["layer", "head", "dst", "src"]
    assert found.record.application.targets == ["L1H2.pattern"]
    site = site_at("pattern", {"layer": 1, "head": 2})
    value = site.read(measured.source, donor)
    for at, number in cells(found):
        if at["src"] > at["dst"]:
            assert number != number
            continue
        expected = metric_of(measured, base, [*active, entry(site, value, at["dst"], at["src"])])
        assert number == pytest.approx(expected, abs=CLOSE), f"{measured.name} {at}"
    assert float((found.values - found.info.baseline).abs().nan_to_num().max()) > CLOSE


def test_entries_of_all_patterns_share_passes(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    every = gpt2_lab.sweep("pattern_entry", progress=False)
    one = gpt2_lab.sweep("pattern_entry", only="L0H3", progress=False)
    assert every.values.shape == (2, 4, 8, 8)
    assert torch.allclose(every.values[0, 3], one.values[0, 0], atol=CLOSE, equal_nan=True)
    zero = gpt2_lab.sweep("pattern_entry", ablate="zero", only=["L1H0", "L1H1"], progress=False)
    gpt2_lab.ablate("L1H1.pattern", positions=[6], src=[2])
    assert float(zero.values[0, 1, 6, 2]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    gpt2_lab.clear()


@pytest.mark.parametrize("options", [{}, {"ablate": "zero", "by_position": False}, {"ablate": "mean"}])
def test_whole_layers(measured: Bench, options: dict[str, Any]) -> None:
    found = measured.lab.sweep("layer", progress=False, **options)
    for at, number in cells(found):
        edits = []
        for name in (f"attn.{at['layer']}", f"mlp.{at['layer']}"):
            site = Site(name, name)
            value = site.read(measured.source, CORRUPT)
            if options.get("ablate") == "zero":
                value = torch.zeros_like(value)
            if options.get("ablate") == "mean":
                value = site.read(measured.source, CLEAN)[:, 1:].mean(1, keepdim=True).expand_as(value)
            where = [at["pos"]] if "pos" in at else None
            edits.append(site.edit(lambda old, value=value: value, where))
        assert number == pytest.approx(metric_of(measured, CLEAN, edits), abs=CLOSE), f"{measured.name} {at}"


@pytest.mark.parametrize("kind", ["embed", "pos_embed"])
def test_embeddings(measured: Bench, kind: str) -> None:
    if kind not in measured.lab.info.structure.embeddings or kind in measured.lab.info.structure.unsupported:
        with pytest.raises(LabError, match=r"no pos_embed|has no effect|never fires"):
            measured.lab.sweep(kind)
        return
    site = Site(kind, "embed_normed" if (kind, measured.name) == ("embed", "bloom") else kind)
    options: list[dict[str, Any]] = [{}, {"ablate": "zero"}, {"ablate": "zero", "by_position": False}]
    for each in options:
        found = measured.lab.sweep(kind, progress=False, **each)
        value = site.read(measured.source, CORRUPT) * (0 if "ablate" in each else 1)
        by_position = each.get("by_position", True)
        assert list(found.axes) == (["place", "pos"] if by_position else ["place"])
        assert found.record.application.targets == [kind]
        for at, number in cells(found):
            edit = site.edit(lambda old, value=value: value, [at["pos"]] if by_position else None)
            expected = metric_of(measured, CLEAN, [edit])
            assert number == pytest.approx(expected, abs=CLOSE), f"{measured.name} {kind} {each} {at}"


@pytest.mark.parametrize(("kind", "by_position"), [("z", False), ("mlp_out", True), ("layer", False)])
def test_draws_and_their_spread(measured: Bench, kind: str, by_position: bool) -> None:
    lab = measured.lab
    options = {"by_position": by_position, "ablate": "resample", "progress": False}
    found = lab.sweep(kind, source="others", draws=3, seed=7, **options)
    for at, number in cells(found):
        names = [site_at(kind, at)] if kind != "layer" else []
        names = names or [Site(name, name) for name in (f"attn.{at['layer']}", f"mlp.{at['layer']}")]
        drawn: list[float] = []
        for draw in range(3):
            edits: list[Any] = []
            for site in names:
                value = pool(measured, site)[:, places(7, draw)]
                where = [at["pos"]] if by_position else None
                edits.append(site.edit(lambda old, value=value: value, where))
            drawn.append(metric_of(measured, CLEAN, edits))
        spread = float(found.columns["spread"][tuple(at.values())])
        assert number == pytest.approx(sum(drawn) / 3, abs=CLOSE), f"{measured.name} {kind} {at}"
        assert spread == pytest.approx(float(torch.tensor(drawn).std()), abs=CLOSE)


def pool(bench: Bench, site: Site) -> torch.Tensor:
    """Values at all positions of the set but BOS, the shorter prompts first."""
    rows = sorted(OTHERS, key=len)
    return torch.cat([site.read(bench.source, ids)[:, 1:] for ids in rows], dim=1)


def places(seed: int, draw: int) -> torch.Tensor:
    n = sum(len(ids) - 1 for ids in OTHERS)
    generator = torch.Generator().manual_seed(seed * 1_000_003 + draw)
    return torch.randint(n, (1 << 16,), generator=generator)[: len(CLEAN)]


def test_one_draw_is_what_the_ablation_by_hand_does(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.reference("others", OTHERS)
    found = gpt2_lab.sweep("z", ablate="resample", draws=1, seed=3, progress=False)
    assert found.record.code == 'lab.sweep("z", ablate="resample", draws=1, seed=3)'
    assert found.record.application.operation.seed == 3
    gpt2_lab.ablate("L1H2", mode="resample", source="others", draws=1, seed=3)
    assert float(found.values[1, 2]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    gpt2_lab.clear()
    assert not torch.isfinite(found.columns["spread"]).any()
    with pytest.raises(LabError, match="There are others"):
        gpt2_lab.sweep("z", ablate="resample", source="nobody")
    with pytest.raises(LabError, match="no mean in common"):
        gpt2_lab.sweep("pattern", ablate="resample")


@pytest.mark.parametrize("kind", ["z", "resid_post"])
def test_both_directions_are_the_mean_of_two_shares(measured: Bench, kind: str) -> None:
    measured.lab.ablate("L0H1")
    measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    found = measured.lab.sweep(kind, direction="both", progress=False)
    live = {name: metric_of(measured, ids, ACTIVE) for name, ids in (("clean", CLEAN), ("corrupt", CORRUPT))}
    plain = {name: metric_of(measured, ids) for name, ids in (("clean", CLEAN), ("corrupt", CORRUPT))}
    assert (found.info.baseline, found.info.other) == (0.0, 1.0)
    for at, number in cells(found):
        shares: list[float] = []
        for base, donor, (into, other) in (
            (CLEAN, CORRUPT, ("clean", "corrupt")),
            (CORRUPT, CLEAN, ("corrupt", "clean")),
        ):
            site = site_at(kind, at)
            value = site.read(measured.source, donor)
            edit = site.edit(lambda old, value=value: value, [at["pos"]] if "pos" in at else None)
            moved = metric_of(measured, base, [*ACTIVE, edit])
            shares.append((moved - live[into]) / (plain[other] - live[into]))
            column = found.columns["noise" if into == "clean" else "denoise"]
            assert float(column[tuple(at.values())]) == pytest.approx(moved, abs=CLOSE)
        scale = 1 / min(abs(plain["corrupt"] - live["clean"]), abs(plain["clean"] - live["corrupt"]), 1)
        assert number == pytest.approx(sum(shares) / 2, abs=2 * CLOSE * scale), f"{measured.name} {kind} {at}"


def test_each_counterfactual_has_a_place_along_an_axis(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={"first": CORRUPT, "second": SECOND})
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    for direction in ("noise", "denoise", "both"):
        found = gpt2_lab.sweep("resid_mid", direction=direction, source="all", progress=False)
        assert (list(found.axes), found.axes["prompt"]) == (["prompt", "layer", "pos"], ["first", "second"])
        for place, name in enumerate(("first", "second")):
            one = gpt2_lab.sweep("resid_mid", direction=direction, source=name, progress=False)
            expected = one.effects if direction == "denoise" else one.values
            assert torch.allclose(found.values[place], expected, atol=1e-6)
        assert found.info.n_cells == 2 * 2 * 8
        assert found.record.n_done == found.info.n_cells
    assert found.record.code == 'lab.sweep("resid_mid", direction="both", source="all")'
    assert "first's residual stream inside each layer put into the clean run" in found.info.sentence
    assert "second's residual stream inside each layer put into the clean run" in found.info.sentence
    paths = gpt2_lab.path("z", "logits", direction="both", source="all", progress=False)
    assert list(paths.axes) == ["prompt", "layer", "head"]
    alone = gpt2_lab.path("z", "logits", direction="denoise", source="second", progress=False)
    assert torch.allclose(paths.columns["denoise"][1], alone.values, atol=1e-6)


def test_what_can_not_be_combined_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={})
    cases: list[tuple[dict[str, Any], str]] = [
        ({"source": "all"}, "no other prompt"),
        ({"source": "all", "ablate": "mean"}, "values from one set or prompt"),
        ({"only": "L9H9", "ablate": "zero"}, "no target named L9H9"),
        ({"only": "mlp.1", "ablate": "zero"}, "mlp.1 is nothing that this sweep goes over"),
        ({"draws": 0, "ablate": "resample"}, "can't take 0"),
    ]
    for options, words in cases:
        with pytest.raises(LabError, match=words):
            gpt2_lab.sweep("z", **options)
    with pytest.raises(LabError, match="at positions"):
        gpt2_lab.sweep("pattern_entry", by_position=False)
    with pytest.raises(LabError, match="can't be named 'all'"):
        gpt2_lab.prompt(CLEAN, corrupt={"all": CORRUPT})
    gpt2_lab.prompt(CLEAN, corrupt=CLEAN)
    with pytest.raises(LabError, match="hardly differ"):
        gpt2_lab.sweep("z", direction="both")


def test_a_specification_travels(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", only=["L1H2", "L0H*"], by_position=True, direction="both", progress=False)
    assert SweepSpec.model_validate_json(found.record.spec.model_dump_json()) == found.record.spec
    again = eval(found.record.code, {"lab": gpt2_lab})
    assert torch.allclose(again.values, found.values, atol=1e-6, equal_nan=True)
    assert found.axes["head"] == ["0", "1", "2", "3"]
    assert int(torch.isfinite(found.values).sum()) == found.info.n_cells == 5 * 8


@pytest.mark.parametrize("by_position", [None, True])
def test_the_neurons_that_matter_most(measured: Bench, by_position: bool | None) -> None:
    found = measured.lab.sweep("neuron", top=6, by_position=by_position, progress=False)
    assert found.axes["neuron"] == largest_neurons(measured)[:6]
    assert found.info.whole is None
    for at, number in cells(found):
        layer, neuron = (int(part.strip("n")) for part in found.axes["neuron"][at["neuron"]].split(".")[1:])
        site = Site("", f"post.{layer}", 2, neuron)
        value = site.read(measured.source, CORRUPT)
        edit = site.edit(lambda old, value=value: value, [at["pos"]] if by_position else None)
        expected = metric_of(measured, CLEAN, [edit])
        assert number == pytest.approx(expected, abs=CLOSE), f"{measured.name} {at}"
    estimates = found.columns["estimate"]
    near = [
        estimate_of(measured, found.axes["neuron"][0], 0.01, [at] if by_position else None) for at in range(8)
    ]
    first = estimates[0].tolist() if by_position else [float(estimates[0])] * 8
    assert first == pytest.approx([found.info.baseline + each for each in near], abs=2e-2)


def estimate_of(bench: Bench, name: str, step: float, positions: list[int] | None = None) -> float:
    """The slope of the metric along a neuron's change, by a small step of it."""
    layer, neuron = (int(part.strip("n")) for part in name.split(".")[1:])
    site = Site("", f"post.{layer}", 2, neuron)
    value = site.read(bench.source, CORRUPT)
    edits = [site.edit(lambda old, to=to: old + to * (value - old), positions) for to in (step, -step)]
    ahead, back = (metric_of(bench, CLEAN, [edit]) for edit in edits)
    return (ahead - back) / (2 * step)


def largest_neurons(bench: Bench) -> list[str]:
    """All of them, by how steeply the metric changes along each."""
    structure = bench.lab.info.structure
    names = [f"mlp.{layer.index}.n{n}" for layer in structure.layers for n in range(layer.mlp.n_neurons)]
    return sorted(names, key=lambda name: -abs(estimate_of(bench, name, 0.01)))


def test_neurons_of_some_layers_and_by_other_means(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.reference("others", OTHERS)
    every = gpt2_lab.sweep("neuron", top=1000, progress=False)
    assert len(every.axes["neuron"]) == every.info.n_cells == 256
    upper = gpt2_lab.sweep("neuron", only="mlp.1", top=3, progress=False)
    assert upper.axes["neuron"] == [name for name in every.axes["neuron"] if name.startswith("mlp.1")][:3]
    named = gpt2_lab.sweep("neuron", only=["mlp.0.n3", "mlp.1.n5"], progress=False)
    assert sorted(named.axes["neuron"]) == ["mlp.0.n3", "mlp.1.n5"]
    drawn = gpt2_lab.sweep("neuron", ablate="resample", top=2, draws=1, progress=False)
    gpt2_lab.ablate(drawn.axes["neuron"][0], mode="resample", source="others")
    assert float(drawn.values[0]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    gpt2_lab.clear()
    assert drawn.record.application.targets == drawn.axes["neuron"]
    assert drawn.record.code == 'lab.sweep("neuron", ablate="resample", draws=1, top=2)'
    for options, words in (
        ({"direction": "both"}, "chosen anew"),
        ({"only": "L1H1"}, "has no neurons"),
        ({"top": 0}, "can't take 0"),
    ):
        with pytest.raises(LabError, match=words):
            gpt2_lab.sweep("neuron", **options)
    with pytest.raises(LabError, match="does so"):
        gpt2_lab.attribution("neuron")
    gpt2_lab.metric("rank", answer=ANSWER)
    with pytest.raises(LabError, match="moves in steps"):
        gpt2_lab.sweep("neuron")


@pytest.mark.parametrize("kind", ["pattern_entry", "layer", "embed"])
def test_a_gradient_estimates_these_too(bench_of: Any, kind: str) -> None:
    bench = bench_of("gpt2")
    bench.lab.clear()
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    found = bench.lab.attribution(kind, verify=400, sample=0, progress=False)
    expected = bench.lab.sweep(kind, progress=False)
    assert torch.allclose(found.values, expected.values, atol=CLOSE, equal_nan=True)
    estimated = found.columns["estimate"]
    largest = estimated.sub(found.info.baseline).abs().nan_to_num().flatten().argmax()
    place = [int(i) for i in torch.unravel_index(largest, estimated.shape)]
    at = dict(zip(found.axes, place, strict=True))
    ahead, back = (metric_of(bench, CLEAN, stepped(bench, kind, at, step)) for step in (0.01, -0.01))
    assert float(estimated[tuple(place)]) - found.info.baseline == pytest.approx(
        (ahead - back) / 0.02, abs=1e-2
    )
    assert abs(ahead - back) > CLOSE


def stepped(bench: Bench, kind: str, at: dict[str, int], step: float) -> list[Any]:
    """A small step of a cell's change."""
    if kind == "pattern_entry":
        site = site_at("pattern", at)
        ours, theirs = (site.read(bench.source, ids) for ids in (CLEAN, CORRUPT))
        return [entry(site, ours + step * (theirs - ours), at["dst"], at["src"])]
    names = [f"attn.{at['layer']}", f"mlp.{at['layer']}"] if kind == "layer" else [kind]
    edits: list[Any] = []
    for site in (Site(name, name) for name in names):
        ours, theirs = (site.read(bench.source, ids) for ids in (CLEAN, CORRUPT))
        change = step * (theirs - ours)
        edits.append(site.edit(lambda old, change=change: old + change, [at["pos"]]))
    return edits
