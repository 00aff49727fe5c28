"""Norms' scales, and what holding one does, against hooks on a plain second model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests import models
from tests.conftest import Shape


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


ABLATED = ("blocks.0.hook_attn_out", zero)


def hook_of(norm: str) -> str:
    name, _, layer = norm.partition(".")
    return f"{name}.hook_scale" if layer == "" else f"blocks.{layer}.{name}.hook_scale"


@pytest.fixture(params=["gpt2", "llama", "neox", "gemma2"])
def normed(request: pytest.FixtureRequest, shape_of: Callable[[str], Shape], tmp_path: Path) -> Shape:
    """Shapes that have norms."""
    if request.param != "gemma2":
        return shape_of(request.param)
    source = str(models.gemma2(tmp_path))
    return Shape("gemma2", source, models.HART, models.CARROLL, 4, True, False, 2)


@pytest.fixture
def opened(normed: Shape) -> Any:
    lab = trafolab.open(normed.source)
    lab.prompt(normed.clean, corrupt=normed.corrupt)
    lab.ablate("attn.0")
    return lab


@pytest.mark.filterwarnings("ignore:A forward hook edited hook_scale")
def test_scales_and_the_metric_with_each_held(opened: Any, normed: Shape) -> None:
    twin = normed.twin()
    tokens = normed.tokens(twin)
    with torch.no_grad():
        plain_logits, plain = twin.run_with_cache(tokens)
        with twin.hooks(fwd_hooks=[ABLATED]):
            live_logits, live = twin.run_with_cache(tokens)
    answer, distractor = plain_logits[0, -1].topk(2).indices.tolist()
    norms = opened.compute("norm_scale", {}).data.norms
    assert {hook_of(norm) for norm in norms} == {n for n in plain if n.endswith(("hook_scale",))}
    for row, norm in enumerate(norms):
        result = opened.compute("norm_scale", {"norm": norm})
        for run, cache in ((0, live), (1, plain)):
            scale = cache[hook_of(norm)][0].flatten()
            np.testing.assert_allclose(result.tensors["scale"][run], scale, rtol=1e-4)
        np.testing.assert_allclose(result.tensors["values"][row], result.tensors["scale"][0])

        def held(value: torch.Tensor, hook: Any) -> torch.Tensor:
            return plain[hook.name]

        with torch.no_grad(), twin.hooks(fwd_hooks=[ABLATED, (hook_of(norm), held)]):
            logits = twin(tokens)[0, -1]
        ours = result.data.held
        assert ours.held == pytest.approx(float(logits[answer] - logits[distractor]), abs=1e-3)
        assert ours.live == pytest.approx(
            float(live_logits[0, -1, answer] - live_logits[0, -1, distractor]), abs=1e-3
        )
        assert ours.plain == pytest.approx(
            float(plain_logits[0, -1, answer] - plain_logits[0, -1, distractor]), abs=1e-3
        )


def test_the_final_norm_held_is_the_linear_reading(gpt2_lab: Any, gpt2: Shape) -> None:
    """The live stream through the final norm's weights and the unembedding, divided by the plain scale."""
    gpt2_lab.ablate("attn.0")
    twin = gpt2.twin()
    with torch.no_grad():
        plain = twin.run_with_cache(gpt2.tokens(twin))[1]
        answer, distractor = twin(gpt2.tokens(twin))[0, -1].topk(2).indices.tolist()
        with twin.hooks(fwd_hooks=[ABLATED]):
            live = twin.run_with_cache(gpt2.tokens(twin))[1]
        stream = live["blocks.1.hook_resid_post"][0, -1]
        read = (stream - stream.mean()) / plain["ln_final.hook_scale"][0, -1]
        final = twin.original_model.transformer.ln_f
        logits = (read * final.weight + final.bias) @ twin.W_U
    held = gpt2_lab.compute("norm_scale", {"norm": "ln_final"}).data.held
    assert held.held == pytest.approx(float(logits[answer] - logits[distractor]), abs=1e-3)
    assert abs(held.held - held.live) > 1e-3


def test_changes_are_logarithms_and_keep_their_sign_when_pooled(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("attn.0")
    live = gpt2_lab.compute("norm_scale", {}).tensors["values"]
    plain = gpt2_lab.compute("norm_scale", {"measure": "plain"}).tensors["values"]
    change = gpt2_lab.compute("norm_scale", {"measure": "change"}).tensors["values"]
    np.testing.assert_allclose(change, np.log2(live / plain), atol=1e-5)
    pooled = gpt2_lab.compute("norm_scale", {"measure": "change", "max_size": 6}).tensors["values"]
    for cell in range(6):
        pair = change[:, 2 * cell : 2 * cell + 2]
        largest = pair[np.arange(len(pair)), np.abs(pair).argmax(1)]
        np.testing.assert_allclose(pooled[:, cell], largest)


def test_without_interventions_nothing_is_held(gpt2_lab: Any) -> None:
    held = gpt2_lab.compute("norm_scale", {"norm": "ln1.1"}).data.held
    assert held.held == held.live == held.plain


def test_of_a_metric_over_a_set_nothing_is_held(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("attn.0")
    ids = gpt2_lab.run().ids.tolist()
    gpt2_lab.pairs("some", [(ids, ids, 5, 7)])
    gpt2_lab.metric("logit_diff", pairs="some")
    held = gpt2_lab.compute("norm_scale", {"norm": "ln1.1"}).data.held
    assert (held.over, held.live, held.plain, held.held) == ("some", None, None, None)
    gpt2_lab.metric("logit_diff", answer=5, distractor=7)
    assert gpt2_lab.compute("norm_scale", {"norm": "ln1.1"}).data.held.over is None


def test_what_there_is_none_of_is_refused(gpt2_lab: Any, shape_of: Callable[[str], Shape]) -> None:
    with pytest.raises(trafolab.LabError, match=r"no norm ln3\.0"):
        gpt2_lab.compute("norm_scale", {"norm": "ln3.0"})
    toy = trafolab.open(shape_of("toy").source)
    toy.prompt(shape_of("toy").clean)
    with pytest.raises(trafolab.LabError, match="has no norms"):
        toy.compute("norm_scale", {})
