"""Zeros, means and draws, on every architecture: the logits are those of plain PyTorch hooks on the
Hugging Face model."""

from __future__ import annotations

import pytest
import torch
import trafolab

from tests.unit.trafolab.operations.bench import CLEAN, OTHERS, Bench
from tests.unit.trafolab.operations.sites import Change, Site


def test_zeros(bench: Bench) -> None:
    sites = [site for site in bench.sites if not site.kind.startswith("ln")]
    assert len(bench.each(sites, bench.lab.ablate, lambda site: torch.zeros_like)) >= 10
    with pytest.raises(trafolab.LabError, match="scale that a norm divides by"):
        bench.lab.ablate("ln_final")


def test_means_over_the_clean_prompt_without_bos(bench: Bench) -> None:
    def mean(site: Site) -> Change:
        value = site.read(bench.source, CLEAN)[:, 1:].double().mean(1, keepdim=True).float()
        return value.expand_as

    assert len(bench.each(bench.of_any_length, bench.lab.ablate, mean, mode="mean")) >= 8
    made = bench.lab.interventions[0]
    assert (made.source.reference, made.source.n) == ("clean", len(CLEAN) - 1)


def test_means_over_a_reference_set(bench: Bench) -> None:
    def mean(site: Site) -> Change:
        return _pool(bench, site).double().mean(0).float()[None, None].expand_as

    acted = bench.each(bench.of_any_length, bench.lab.ablate, mean, mode="mean", source="others")
    assert len(acted) >= 8
    assert bench.lab.interventions[0].source.n == sum(len(ids) - 1 for ids in OTHERS)


def test_draws_are_values_of_the_reference_set(bench: Bench) -> None:
    for site in bench.of_any_length:
        bench.lab.clear()
        bench.lab.ablate(site.target, mode="resample", source="others", seed=3)
        pool = _pool(bench, site)
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
        bench.check(f"resample {site.target}", [site.edit(lambda old, drawn=drawn: drawn)])


def _pool(bench: Bench, site: Site) -> torch.Tensor:
    """The target's values at all tokens of the reference set but BOS: [token, …]."""
    return torch.cat([site.read(bench.source, ids)[0, 1:] for ids in OTHERS])
