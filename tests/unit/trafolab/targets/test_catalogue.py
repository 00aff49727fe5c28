"""What the names mean on each shape of model."""

from __future__ import annotations

from typing import Any

import pytest
import trafolab
from trafolab.targets import component_of


@pytest.fixture
def catalogue(lab: Any) -> Any:
    return lab._engine.now.bench.held.catalogue


def test_the_short_names_are_exactly_what_the_model_has(catalogue: Any, shape: Any) -> None:
    def layer(i: int) -> list[str]:
        norms = [] if shape.name == "toy" else [f"ln1.{i}", f"ln2.{i}"]
        mid = [f"resid_mid.{i}"] if shape.has_mlp and not shape.parallel else []
        stream = [f"resid_pre.{i}", *mid, f"resid_post.{i}"]
        heads = [f"L{i}H{h}" for h in range(4)]
        groups = [f"L{i}KV{g}" for g in range(shape.groups)] if shape.groups != 4 else []
        return [*norms, *stream, f"attn.{i}", *heads, *groups, *([f"mlp.{i}"] if shape.has_mlp else [])]

    ends = ["embed", "pos_embed"] if shape.name in ("gpt2", "toy") else ["embed"]
    last = [] if shape.name == "toy" else ["ln_final"]
    assert catalogue.names == [*ends, *layer(0), *layer(1), *last]


def test_both_spellings_of_a_head_are_one(catalogue: Any) -> None:
    assert catalogue.find("1.3") == catalogue.find("L1H3")
    assert catalogue.find("L1H3.pattern")[0].component == "L1H3"


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("L0H*", ["L0H0", "L0H1", "L0H2", "L0H3"]),
        ("attn.*", ["attn.0", "attn.1"]),
        ("L?H2.pattern", ["L0H2.pattern", "L1H2.pattern"]),
        ("blocks.*.hook_resid_pre", ["blocks.0.hook_resid_pre", "blocks.1.hook_resid_pre"]),
    ],
)
def test_globs(catalogue: Any, glob: str, expected: list[str]) -> None:
    assert [target.name for target in catalogue.find(glob)] == expected


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("L1H4", "This model has 2 layers of 4 heads."),
        ("L2H0", "Did you mean"),
        ("mlp.9", "2 layers"),
        ("blocks.0.attn.hook_patern", "Did you mean blocks.0.attn.hook_pattern"),
        ("X*", "Globs go over"),
        ("", "2 layers"),
    ],
)
def test_an_unknown_name_suggests_near_ones(gpt2_lab: Any, name: str, advice: str) -> None:
    with pytest.raises(trafolab.LabError) as error:
        gpt2_lab.ablate(name)
    assert error.value.code == "unknown_target"
    assert error.value.advice is not None
    assert advice in error.value.advice


@pytest.mark.parametrize(
    ("hook", "component"),
    [
        ("blocks.1.attn.hook_pattern", "attn.1"),
        ("blocks.1.attn.o.hook_in", "attn.1"),
        ("blocks.0.hook_mlp_out", "mlp.0"),
        ("blocks.0.mlp.in.hook_out", "mlp.0"),
        ("blocks.3.hook_resid_pre", "resid_pre.3"),
        ("blocks.3.hook_in", "resid_pre.3"),
        ("blocks.3.hook_out", "resid_post.3"),
        ("blocks.2.ln1.hook_scale", "ln1.2"),
        ("blocks.2.ln2_post.hook_scale", "ln2_post.2"),
        ("ln_final.hook_normalized", "ln_final"),
        ("hook_embed", "embed"),
        ("hook_pos_embed", "pos_embed"),
        ("unembed.hook_out", "unembed"),
        ("blocks.0.hook_q_input", "attn.0"),
        ("blocks.1", "resid_post.1"),
        ("embed.weight", "embed"),
        ("", "unembed"),
        ("original_model.transformer", "unembed"),
    ],
)
def test_every_hook_belongs_to_a_component(hook: str, component: str) -> None:
    assert component_of(hook) == component


def test_a_norms_scale_is_not_zeroed(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match="scale that a norm divides by"):
        gpt2_lab.ablate("ln1.0")


def test_a_hook_without_effect_is_found_and_refused(shape_of: Any) -> None:
    """The native model's attention computes its scores before TransformerLens sees them."""
    lab = trafolab.open(shape_of("toy").source)
    lab.prompt(shape_of("toy").clean)
    assert "no effect" in lab.state.model.structure.unsupported["scores"]
    with pytest.raises(trafolab.LabError, match="no effect on this model"):
        lab.ablate("L0H0.scores")
