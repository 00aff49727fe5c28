"""Values of another prompt, held or followed, on every architecture: the logits are those of plain PyTorch
hooks on the Hugging Face model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.unit.trafolab.operations.bench import CORRUPT, Bench
from tests.unit.trafolab.operations.sites import Change, Site


def of_corrupt(bench: Bench) -> Callable[[Site], Change]:
    """Whatever was at a site becomes what the counterfactual has there."""

    def change(site: Site) -> Change:
        value = site.read(bench.source, CORRUPT)
        return lambda old: value

    return change


def test_frozen_values_of_another_prompt(bench: Bench) -> None:
    def act(target: str, positions: Any) -> None:
        whole = "output" if target in ("attn.1", "mlp.1") else None
        what = "z" if target == "L1H1" else whole
        bench.lab.freeze(target, what=what, source="corrupt", positions=positions)

    assert len(bench.each(bench.sites, act, of_corrupt(bench))) >= 10


def test_frozen_parts_of_whole_layers(bench: Bench) -> None:
    layers = [Site("attn.1", f"{what}.1") for what in ("z", "q", "k", "v", "pattern")]
    for whole in layers:
        if not bench.has_effect(whole.kind):
            continue
        bench.lab.clear()
        bench.lab.freeze("attn.1", what=whole.kind, source="corrupt")
        bench.check(f"freeze {whole.kind} of attn.1", [whole.edit(of_corrupt(bench)(whole))])
    bench.lab.clear()
    bench.lab.freeze("mlp.0", source="corrupt")
    whole = Site("mlp.0", "post.0")
    bench.check("freeze mlp.0", [whole.edit(of_corrupt(bench)(whole))])


def test_patches_follow_their_prompt(bench: Bench) -> None:
    assert len(bench.each(bench.sites, bench.lab.patch, of_corrupt(bench))) >= 10
    assert bench.lab.interventions[0].source.prompt == "corrupt"


def test_a_patch_within_a_subspace(bench: Bench) -> None:
    unit = bench.direction / bench.direction.norm()
    site = Site("resid_post.0", "resid_post.0")
    value = site.read(bench.source, CORRUPT)
    bench.lab.patch("resid_post.0", subspace="d", positions=[3])
    bench.check(
        "subspace", [site.edit(lambda old: old + ((value - old) @ unit)[..., None] * unit, positions=[3])]
    )
