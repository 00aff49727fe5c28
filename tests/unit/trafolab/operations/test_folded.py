"""On a folded model an intervention is what plain hooks on a second folded model are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import trafolab

from tests.unit.trafolab.operations.sites import Change, Site, sites_of

CLOSE = {"atol": 1e-4, "rtol": 1e-4}


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox"])
def test_zeros_scales_and_patches_on_a_folded_model(shape_of: Any, name: str) -> None:
    shape = shape_of(name)
    lab = trafolab.open(shape.source, folded=True)
    lab.prompt(shape.clean, corrupt=shape.corrupt)
    twin = shape.twin()
    twin.enable_compatibility_mode(disable_warnings=True)
    ids, others = shape.tokens(twin), shape.tokens(twin, shape.corrupt)
    with torch.no_grad():
        torch.testing.assert_close(lab.run().logits, twin(ids)[0], **CLOSE)
        _, donor = twin.run_with_cache(others)
    assert lab.info.mode == "folded"
    held = lab._engine.now.bench.held
    for site in sites_of(name, lab.info.structure):
        hook = held.catalogue.place(held.catalogue.find(site.target)[0]).hook
        if site.site == "resid_mid.0" or held.without_effect(hook):
            continue
        for what, (act, change) in _acts(lab, site, donor[hook]).items():
            lab.clear()
            act()
            with torch.no_grad():
                expected = twin.run_with_hooks(ids, fwd_hooks=[(hook, _plain(site, change))])[0]
            found = lab.run().logits
            assert torch.allclose(found, expected, **CLOSE), f"{what} {site.target} on {name}"


def _acts(lab: Any, site: Site, donor: torch.Tensor) -> dict[str, tuple[Callable[[], None], Change]]:
    """What is done, and the same as a change of the site's values."""
    acts: dict[str, tuple[Callable[[], None], Change]] = {
        "scale": (lambda: lab.scale(site.target, 0.5), lambda old: old * 0.5),
        "patch": (lambda: lab.patch(site.target), lambda old: site.slice(donor)),
    }
    if not site.kind.startswith("ln"):
        acts["ablate"] = (lambda: lab.ablate(site.target), torch.zeros_like)
    return acts


def _plain(site: Site, change: Change) -> Callable[..., torch.Tensor]:
    def plain(value: torch.Tensor, hook: Any) -> torch.Tensor:
        out = value.clone()
        site.slice(out).copy_(change(site.slice(value)))
        return out

    return plain


def test_values_of_one_mode_are_inactive_in_the_other(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L0H1")
    gpt2_lab.direction("d", torch.ones(gpt2_lab.info.structure.d_model))
    gpt2_lab.steer("resid_pre.1", "d")
    gpt2_lab.ablate("L0H2", mode="mean")
    gpt2_lab.ablate("L0H3")
    gpt2_lab.open(gpt2_lab.info.source, folded=True)
    frozen, steered, mean, zero = gpt2_lab.interventions
    for each in (frozen, steered, mean):
        assert each.status.state == "inactive"
        assert "raw model, and this one is folded" in each.status.reason
    assert zero.status.state == "active"
    gpt2_lab.open(gpt2_lab.info.source)
    assert [each.status.state for each in gpt2_lab.interventions] == ["active"] * 4


def test_a_pattern_waits_for_a_prompt_of_its_length(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L1H0", source="corrupt")
    first = gpt2_lab.run().logits
    text = gpt2_lab.state.clean.source.text
    gpt2_lab.prompt("Alex Hart")
    (frozen,) = gpt2_lab.interventions
    assert frozen.status.state == "inactive"
    held, now = frozen.source.n_tokens, len(gpt2_lab.state.clean.tokens)
    assert frozen.status.reason == f"It holds values of {held} tokens, and the prompt has {now} tokens."
    assert torch.equal(gpt2_lab.run().logits, gpt2_lab.run("plain").logits)
    gpt2_lab.prompt(text)
    assert gpt2_lab.interventions[0].status.state == "active"
    assert torch.equal(gpt2_lab.run().logits, first)
