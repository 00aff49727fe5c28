"""Every operation on every kind of target, on every architecture: the logits are those of plain PyTorch
hooks on the Hugging Face model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor

from tests import models, reference_hf
from tests.unit.trafolab.operations.sites import Site, sites_of

ARCHITECTURES = ["gpt2", "llama", "neox", "opt", "gemma2", "mistral", "qwen3", "bloom", "gptj"]
CLEAN = [0, 7, 3, 9, 3, 7, 11, 5]
"""Longer than Mistral's window here; 0 is BOS."""
CORRUPT = [0, 7, 4, 9, 3, 8, 11, 2]
OTHERS = [[0, 5, 6, 7], [0, 9, 8, 7, 6, 5, 4, 3, 2], [0, 12, 13, 14]]
CLOSE = 1e-4
WITHOUT = {("opt", "pattern"), ("opt", "scores"), ("gptj", "pattern"), ("gptj", "scores")}
"""Where TransformerLens leaves attention to Hugging Face, and drops what a hook changes."""
PLACES = [2, 5]


@dataclass
class Bench:
    """One architecture: a laboratory, and the directory for the reference."""

    name: str
    source: str

    @cached_property
    def lab(self) -> Any:
        lab = trafolab.open(self.source)
        lab.prompt(CLEAN, corrupt=CORRUPT)
        lab.reference("others", OTHERS)
        draw = torch.Generator().manual_seed(1)
        lab.direction("d", torch.randn(lab.info.structure.d_model, generator=draw))
        return lab

    @cached_property
    def sites(self) -> list[Site]:
        return sites_of(self.name, self.lab.info.structure)

    @property
    def width(self) -> int:
        return self.lab.info.structure.d_model

    @property
    def direction(self) -> Tensor:
        return self.lab.vector("d")

    def check(self, what: str, edits: list[reference_hf.Edit]) -> None:
        """The laboratory's logits are the reference's, and the intervention says that it fired."""
        expected = reference_hf.logits(self.source, CLEAN, edits)
        found = self.lab.run().logits
        difference = float((found - expected).abs().max())
        assert difference <= CLOSE, f"{self.name}: {what}: {difference}"
        status = self.lab.interventions[0].status
        assert status.state == "active", f"{self.name}: {what}: {status.reason}"
        assert status.fired.page >= 1


@pytest.fixture(scope="module", params=ARCHITECTURES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    path: Path = getattr(models, request.param)(tmp_path_factory.mktemp(request.param))
    return Bench(request.param, str(path))


Act = Callable[..., None]


def each(bench: Bench, act: Act, change: Callable[[Site], Any], **options: Any) -> Iterator[Site]:
    """Apply an operation to each target, everywhere and at some positions; those that have no effect are
    refused, and tell so."""
    for site in bench.sites:
        bench.lab.clear()
        if (bench.name, site.kind) in WITHOUT:
            with pytest.raises(trafolab.LabError, match="has no effect on this model"):
                act(site.target, positions="all", **options)
            assert len(bench.lab.interventions) == 0
            continue
        for positions in (None, PLACES):
            bench.lab.clear()
            act(site.target, positions="all" if positions is None else positions, **options)
            bench.check(f"{act.__name__} {site.target} at {positions}", [site.edit(change(site), positions)])
        yield site


def test_zeros(bench: Bench) -> None:
    bench.sites[:] = [site for site in bench.sites if not site.kind.startswith("ln")]
    done = list(each(bench, bench.lab.ablate, lambda site: torch.zeros_like))
    del bench.sites
    assert len(done) >= 10
    with pytest.raises(trafolab.LabError, match="scale that a norm divides by"):
        bench.lab.ablate("ln_final")


def test_means_over_the_clean_prompt_without_bos(bench: Bench) -> None:
    bench.sites[:] = [site for site in bench.sites if not site.stored_whole]

    def mean(site: Site) -> Any:
        value = site.read(bench.source, CLEAN)[:, 1:].double().mean(1, keepdim=True).float()
        return value.expand_as

    assert len(list(each(bench, bench.lab.ablate, lambda site: _constant(mean(site)), mode="mean"))) >= 8
    made = bench.lab.interventions[0]
    assert (made.source.reference, made.source.n) == ("clean", len(CLEAN) - 1)
    del bench.sites


def test_means_over_a_reference_set(bench: Bench) -> None:
    bench.sites[:] = [site for site in bench.sites if not site.stored_whole]

    def mean(site: Site) -> Any:
        values = [site.read(bench.source, ids)[0, 1:] for ids in OTHERS]
        return torch.cat(values).double().mean(0).float()[None, None].expand_as

    found = each(bench, bench.lab.ablate, lambda site: _constant(mean(site)), mode="mean", source="others")
    assert len(list(found)) >= 8
    assert bench.lab.interventions[0].source.n == sum(len(ids) - 1 for ids in OTHERS)
    del bench.sites


def test_draws_are_values_of_the_reference_set(bench: Bench) -> None:
    for site in [site for site in bench.sites if not site.stored_whole]:
        bench.lab.clear()
        bench.lab.ablate(site.target, mode="resample", source="others", seed=3)
        pool = torch.cat([site.read(bench.source, ids)[0, 1:] for ids in OTHERS])
        made = bench.lab.interventions[0]
        stored = bench.lab.tensors[made.source.parts[0].tensor]
        between = torch.cdist(stored.view(pool.shape).flatten(1), pool.flatten(1))
        # Prompts of one length are read together, so that the order is another.
        assert max(between.amin(0).max(), between.amin(1).max()) < 1e-3
        hook = made.source.parts[0].hook
        drawn = site.slice(bench.lab.run()[hook].view(1, len(CLEAN), *bench.lab.run()[hook].shape[1:]))
        if site.site != "resid_mid.0":
            nearest = torch.cdist(drawn[0].flatten(1), pool.flatten(1)).argmin(1)
            drawn = pool[nearest][None]
        bench.check(f"resample {site.target}", [site.edit(_constant(lambda old, new=drawn: new))])


def test_frozen_values_of_another_prompt(bench: Bench) -> None:
    def frozen(site: Site) -> Any:
        value = site.read(bench.source, CORRUPT)
        return lambda old: value

    def act(target: str, positions: Any) -> None:
        whole = "output" if target in ("attn.1", "mlp.1") else None
        what = "z" if target == "L1H1" else whole
        bench.lab.freeze(target, what=what, source="corrupt", positions=positions)

    assert len(list(each(bench, act, frozen))) >= 10


def test_frozen_parts_of_whole_layers(bench: Bench) -> None:
    for what in ("z", "q", "k", "v", "pattern"):
        bench.lab.clear()
        if (bench.name, what) in WITHOUT:
            continue
        bench.lab.freeze("attn.1", what=what, source="corrupt")
        whole = Site("attn.1", f"{what}.1")
        value = whole.read(bench.source, CORRUPT)
        bench.check(f"freeze {what} of attn.1", [whole.edit(lambda old, value=value: value)])
    bench.lab.clear()
    bench.lab.freeze("mlp.0", source="corrupt")
    whole = Site("mlp.0", "post.0")
    value = whole.read(bench.source, CORRUPT)
    bench.check("freeze mlp.0", [whole.edit(lambda old: value)])


def test_patches_follow_their_prompt(bench: Bench) -> None:
    def patched(site: Site) -> Any:
        value = site.read(bench.source, CORRUPT)
        return lambda old: value

    assert len(list(each(bench, bench.lab.patch, patched))) >= 10
    assert bench.lab.interventions[0].source.prompt == "corrupt"


def test_a_patch_within_a_subspace(bench: Bench) -> None:
    unit = bench.direction / bench.direction.norm()
    site = Site("resid_post.0", "resid_post.0")
    value = site.read(bench.source, CORRUPT)
    bench.lab.clear()
    bench.lab.patch("resid_post.0", subspace="d", positions=[3])
    bench.check(
        "subspace", [site.edit(lambda old: old + ((value - old) @ unit)[..., None] * unit, positions=[3])]
    )


def test_scaled_values(bench: Bench) -> None:
    def act(target: str, positions: Any) -> None:
        bench.lab.scale(target, 0.5, positions=positions)

    assert len(list(each(bench, act, lambda site: lambda old: old * 0.5))) >= 10


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


def test_attention_that_is_knocked_out(bench: Bench) -> None:
    bench.lab.clear()
    site = Site("L1H3", "pattern.1", 1, 3, 2)

    def cut(pattern: Tensor) -> Tensor:
        kept = pattern.clone()
        kept[..., 2] = 0
        return kept / kept.sum(-1, keepdim=True)

    if (bench.name, "pattern") in WITHOUT:
        with pytest.raises(trafolab.LabError, match="has no effect"):
            bench.lab.knockout("L1H3", src=[2], dst=[4, 5])
        return
    bench.lab.knockout("L1H3", src=[2], dst=[4, 5])
    bench.check("knockout", [site.edit(cut, [4, 5])])
    # The first token has nothing else to attend to: it stays as it is.
    bench.lab.clear()
    bench.lab.knockout("L1H3", src=0)
    rest = [p for p in range(1, len(CLEAN)) if bench.name != "mistral" or p < 4]

    def without_bos(pattern: Tensor) -> Tensor:
        kept = pattern.clone()
        kept[..., 0] = 0
        return kept / kept.sum(-1, keepdim=True)

    bench.check("knockout of BOS", [site.edit(without_bos, rest)])


@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_everything_else_is_ablated(bench: Bench, mode: str) -> None:
    bench.lab.clear()
    bench.lab.keep("L1H1", "mlp.0", "attn.0", mode=mode)
    edits: list[reference_hf.Edit] = []
    for site in [*(Site("", "z.1", 2, head) for head in (0, 2, 3)), Site("", "mlp.1")]:
        mean = site.read(bench.source, CLEAN)[:, 1:].mean(1, keepdim=True)
        value = mean if mode == "mean" else torch.zeros_like(mean)
        edits.append(site.edit(lambda old, value=value: value.expand_as(old)))
    bench.check(f"keep, {mode}", edits)
    assert bench.lab.interventions[0].status.fired.page == 2


def test_a_linearised_model(bench: Bench) -> None:
    bench.lab.clear()
    bench.lab.linearise(source="corrupt")
    structure = bench.lab.info.structure
    names = [norm.component for layer in structure.layers for norm in layer.norms] + ["ln_final"]
    if (bench.name, "pattern") not in WITHOUT:
        names += [f"pattern.{layer.index}" for layer in structure.layers]
    sites = [Site("", name) for name in names]
    values = {site.site: site.read(bench.source, CORRUPT) for site in sites}
    bench.check("linearise", [s.edit(lambda old, v=values[s.site]: v) for s in sites])
    assert bench.lab.interventions[0].status.fired.page == len(sites)


def test_a_persons_function(bench: Bench) -> None:
    def act(target: str, positions: Any) -> None:
        bench.lab.custom(target, torch.tanh, positions=positions)

    narrow = [site for site in bench.sites if not site.stored_whole and not site.kind.startswith("ln")]
    bench.sites[:] = narrow
    assert len(list(each(bench, act, lambda site: torch.tanh))) >= 8
    del bench.sites


def test_several_at_once_meet_in_the_order_of_the_list(bench: Bench) -> None:
    bench.lab.clear()
    mid = "resid_pre.1" if bench.lab.info.structure.layers[0].parallel else "resid_mid.0"
    first, second = Site("", mid), Site("", "resid_post.0" if mid == "resid_mid.0" else "resid_pre.1")
    bench.lab.scale(mid, 0.5)
    bench.lab.steer(second.site, "d")
    bench.lab.ablate("L1H2", positions=[-1])
    edits = [
        first.edit(lambda old: old * 0.5),
        second.edit(lambda old: old + bench.direction),
        Site("", "z.1", 2, 2).edit(torch.zeros_like, [len(CLEAN) - 1]),
    ]
    bench.check("three at once", edits)
    ids = [each.id for each in bench.lab.interventions]
    if mid == "resid_pre.1":
        bench.lab.reorder([ids[1], ids[0]])
        bench.check("the other way round", [edits[1], edits[0], edits[2]])


def _constant(expand: Callable[..., Tensor]) -> Callable[[Tensor], Tensor]:
    return lambda old: expand(old)


def test_single_entries_of_a_pattern_are_zeroed_without_sharing_out(bench: Bench) -> None:
    bench.lab.clear()
    if (bench.name, "pattern") in WITHOUT:
        return
    bench.lab.ablate("L1H3.pattern", positions=[4, 5], src=[2])

    def zeroed(pattern: Tensor) -> Tensor:
        out = pattern.clone()
        out[..., 2] = 0
        return out

    bench.check("entries", [Site("", "pattern.1", 1, 3, 2).edit(zeroed, [4, 5])])
    with pytest.raises(trafolab.LabError, match="can't be ablated at single keys"):
        bench.lab.ablate("L1H3", src=[2])
