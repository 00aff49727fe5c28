"""Entries of patterns, whole layers, embeddings and draws: all are what plain PyTorch hooks on the Hugging
Face model give, and gradients estimate them."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.errors import LabError

from tests.unit.trafolab.experiments.cells import cells, entry, measured, metric_of
from tests.unit.trafolab.experiments.test_sweep import ACTIVE, ANSWER, DISTRACTOR, site_at
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS, Bench
from tests.unit.trafolab.operations.sites import Site

__all__ = ["measured"]


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
