"""Interventions at many places, and many of them, on every architecture: the logits are those of plain
PyTorch hooks on the Hugging Face model."""

from __future__ import annotations

import pytest
import torch

from tests import reference_hf
from tests.unit.trafolab.operations.bench import CLEAN, CORRUPT, Bench
from tests.unit.trafolab.operations.sites import Site


@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_everything_else_is_ablated(bench: Bench, mode: str) -> None:
    bench.lab.keep("L1H1", "mlp.0", "attn.0", mode=mode)
    edits: list[reference_hf.Edit] = []
    for site in [*(Site("", "z.1", 2, head) for head in (0, 2, 3)), Site("", "mlp.1")]:
        mean = site.read(bench.source, CLEAN)[:, 1:].mean(1, keepdim=True)
        value = mean if mode == "mean" else torch.zeros_like(mean)
        edits.append(site.edit(value.expand_as))
    bench.check(f"keep, {mode}", edits)
    assert bench.lab.interventions[0].status.fired.page == 2


def test_a_linearised_model(bench: Bench) -> None:
    bench.lab.linearise(source="corrupt")
    structure = bench.lab.info.structure
    names = [norm.component for layer in structure.layers for norm in layer.norms] + ["ln_final"]
    if bench.has_effect("pattern"):
        names += [f"pattern.{layer.index}" for layer in structure.layers]
    sites = [Site("", name) for name in names]
    values = {site.site: site.read(bench.source, CORRUPT) for site in sites}
    bench.check("linearise", [s.edit(lambda old, v=values[s.site]: v) for s in sites])
    assert bench.lab.interventions[0].status.fired.page == len(sites)


def test_several_at_once_meet_in_the_order_of_the_list(bench: Bench) -> None:
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
