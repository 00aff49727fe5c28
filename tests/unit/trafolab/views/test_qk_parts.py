"""Scores split by writers, against the model's own scores and against single writes sent through a head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests import models


def asked(lab: Any, **params: Any) -> Any:
    return lab.compute("qk_parts", {"head": "L1H2", **params})


def whole(result: Any) -> None:
    """All parts sum to the scores, on either side, and little of them stands beside."""
    found = result.tensors
    for side in ("by_query", "by_key"):
        np.testing.assert_allclose(found[side].sum(0), found["scores"], atol=1e-3)
        np.testing.assert_allclose(found[side][-1], 0, atol=1e-3)
    key = result.data.key
    assert found["matrix"].sum() == pytest.approx(float(found["scores"][key]), abs=1e-3)
    np.testing.assert_allclose(found["matrix"].sum(1), found["by_query"][:-1, key], atol=1e-3)
    np.testing.assert_allclose(found["matrix"].sum(0), found["by_key"][:-1, key], atol=1e-3)


@pytest.mark.parametrize("heads", [False, True])
@pytest.mark.parametrize("position", [-1, 3])
def test_parts_sum_to_the_score(lab: Any, shape: Any, heads: bool, position: int) -> None:
    twin = shape.twin()
    cache = twin.run_with_cache(shape.tokens(twin))[1]
    if shape.name == "toy":
        # There `hook_attn_scores` is the pattern: the scores are computed anew.
        query_, key_ = (cache[f"blocks.1.attn.hook_{part}"][0, :, 2].detach() for part in "qk")
        scores = query_ @ key_.T / query_.shape[-1] ** 0.5
    else:
        scores = cache["blocks.1.attn.hook_attn_scores"][0, 2].detach()
    query = position % len(scores)
    result = asked(lab, position=position, heads=heads)
    np.testing.assert_allclose(result.tensors["scores"], scores[query, : query + 1], atol=1e-4)
    attention = cache["blocks.1.attn.hook_pattern"][0, 2, query, : query + 1].detach()
    np.testing.assert_allclose(result.tensors["attention"], attention, atol=1e-5)
    assert (result.data.position, result.data.key) == (query, int(attention.argmax()))
    whole(result)


@pytest.mark.parametrize("heads", [False, True])
def test_parts_sum_under_interventions(lab: Any, heads: bool) -> None:
    lab.scale("L0H1", 3.0)
    result = asked(lab, heads=heads)
    whole(result)
    found = torch.from_numpy(result.tensors["scores"]).softmax(-1)
    np.testing.assert_allclose(found, lab.run()["blocks.1.attn.hook_pattern"][2, -1], atol=1e-4)


@pytest.mark.parametrize("make", [models.gemma2, models.qwen3, models.mistral])
def test_norms_of_queries_soft_caps_and_windows(tmp_path: Path, make: Any) -> None:
    lab = trafolab.open(str(make(tmp_path)))
    lab.prompt(models.HART)
    result = asked(lab)
    there = ~np.isnan(result.tensors["scores"])
    for side in ("by_query", "by_key"):
        assert (np.isnan(result.tensors[side]).all(0) == ~there).all()
        np.testing.assert_allclose(
            result.tensors[side][:-1].sum(0)[there], result.tensors["scores"][there], atol=2e-3
        )
    scores = lab.run()["blocks.1.attn.hook_attn_scores"][2, -1].numpy()[there]
    cap = result.data.soft_cap
    shown = result.tensors["scores"][there]
    np.testing.assert_allclose(shown if cap is None else cap * np.tanh(shown / cap), scores, atol=1e-4)
    assert (cap is not None) == (make is models.gemma2)
    assert there.all() == (make is not models.mistral)


def test_each_part_is_what_its_write_alone_gives(gpt2_lab: Any, gpt2: Any) -> None:
    """GPT-2's shape by hand: the write through the norm's own scale, the head's weights, their product."""
    twin = gpt2.twin()
    cache = {name: value.detach() for name, value in twin.run_with_cache(gpt2.tokens(twin))[1].items()}
    key = 4
    block = twin.blocks[1]
    norm = block.ln1.original_component
    scale = cache["blocks.1.ln1.hook_scale"][0]
    writes = {
        "embed": cache["hook_embed"][0],
        "pos_embed": cache["hook_pos_embed"][0],
        "attn.0": cache["blocks.0.hook_attn_out"][0],
        "mlp.0": cache["blocks.0.hook_mlp_out"][0],
    }
    through = {
        name: (write - write.mean(-1, keepdim=True)) / scale * norm.weight.detach()
        for name, write in writes.items()
    }
    queries = {name: each[-1] @ block.attn.W_Q[2].detach() for name, each in through.items()}
    keys = {name: each[key] @ block.attn.W_K[2].detach() for name, each in through.items()}
    queries["bias"] = norm.bias.detach() @ block.attn.W_Q[2].detach() + block.attn.b_Q[2].detach()
    keys["bias"] = norm.bias.detach() @ block.attn.W_K[2].detach() + block.attn.b_K[2].detach()
    result = asked(gpt2_lab, key=key)
    assert result.data.query_writers[:-1] == [*writes, "bias"] == result.data.key_writers[:-1]
    expected = [[float(q @ k) / 8**0.5 for k in keys.values()] for q in queries.values()]
    np.testing.assert_allclose(result.tensors["matrix"], expected, atol=1e-4)


def acted_on(lab: Any, how: str) -> None:
    """Something at one position, early enough for no query at the end to see it."""
    ones = torch.ones(lab.model.cfg.d_model)
    match how:
        case "a layer's output":
            lab.ablate("attn.0", positions=[2])
        case "a layer's output, scaled":
            lab.scale("attn.0", 0.5, positions=[2])
        case "the stream before":
            lab.steer("resid_pre.1", ones, positions=[2])
        case "the stream after a layer":
            lab.steer("resid_post.0", ones, positions=[2])
        case "the stream at its beginning":
            lab.steer("resid_pre.0", ones, positions=[2])
        case _:
            lab.steer("resid_pre.1", ones)


ACTED = (
    "a layer's output",
    "a layer's output, scaled",
    "the stream before",
    "the stream after a layer",
    "the stream at its beginning",
    "the stream at all positions",
)


@pytest.mark.parametrize("heads", [False, True])
@pytest.mark.parametrize("how", ACTED)
def test_each_part_has_its_writers_name_where_something_acts(gpt2_lab: Any, heads: bool, how: str) -> None:
    """Each side alone: what a writer wrote at a key, by the run's own activations, through the head."""
    acted_on(gpt2_lab, how)
    key = 2
    result = asked(gpt2_lab, key=key, heads=heads, k=100)
    whole(result)
    run, model = gpt2_lab.run(), gpt2_lab.model
    block = model.blocks[1]
    norm = block.ln1.original_component
    scale = run["blocks.1.ln1.hook_scale"][key]
    head = block.attn.W_K[2].detach()
    writes = {
        "attn.0": run["blocks.0.hook_attn_out"][key],
        "mlp.0": run["blocks.0.hook_mlp_out"][key],
        "embed": run["hook_embed"][key],
        "pos_embed": run["hook_pos_embed"][key],
        "resid_pre.0": run["blocks.0.hook_resid_pre"][key],
        **{
            f"L0H{i}": run["blocks.0.attn.hook_z"][key, i] @ model.blocks[0].attn.W_O[i].detach()
            for i in range(model.cfg.n_heads)
        },
    }
    query = run["blocks.1.attn.hook_q"][-1, 2]
    told = dict(zip(result.data.key_writers, result.tensors["by_key"][:, key], strict=True))
    compared = 0
    for name, value in told.items():
        if name in writes:
            write = writes[name]
            through = (write - write.mean()) / scale * norm.weight.detach() @ head
            assert value == pytest.approx(float(query @ through) / 8**0.5, abs=1e-4), name
            compared += 1
    assert compared >= 2 if how == "the stream at its beginning" else compared >= 3
    if "before" in how or "after" in how or "all" in how:
        assert any(name.startswith("act.resid_") for name in told)


def test_little_writers_are_summed(gpt2_lab: Any) -> None:
    every, few = asked(gpt2_lab, heads=True), asked(gpt2_lab, heads=True, k=3)
    assert len(few.data.query_writers) == 5
    assert few.data.query_writers[-2:] == ["others", "beside"]
    whole(few)
    sizes = np.abs(every.tensors["matrix"]).sum(1)
    largest = sorted(np.argsort(-sizes)[:3])
    assert few.data.query_writers[:3] == [every.data.query_writers[i] for i in largest]


def test_what_all_keys_have_alike_is_taken_off(gpt2_lab: Any) -> None:
    plain, relative = asked(gpt2_lab, key=2), asked(gpt2_lab, key=2, relative=True)
    for name in ("by_query", "by_key"):
        values = plain.tensors[name]
        np.testing.assert_allclose(relative.tensors[name], values - values.mean(1, keepdims=True), atol=1e-4)
    every = [asked(gpt2_lab, key=key).tensors["matrix"] for key in range(len(plain.data.tokens))]
    np.testing.assert_allclose(relative.tensors["matrix"], every[2] - np.mean(every, 0), atol=1e-4)
    expected = plain.tensors["scores"][2] - plain.tensors["scores"].mean()
    assert relative.tensors["matrix"].sum() == pytest.approx(float(expected), abs=1e-3)


def test_long_prompts_are_split_some_keys_at_a_time(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(gpt2_lab, key=7)
    monkeypatch.setattr("trafolab.reading.score_parts._AT_ONCE", 4 * 32 * 4 * 5)
    after = asked(gpt2_lab, key=7)
    for name, values in before.tensors.items():
        np.testing.assert_allclose(after.tensors[name], values, atol=1e-6)


def test_what_acts_on_scores_stands_beside_the_parts(gpt2_lab: Any) -> None:
    def up(value: torch.Tensor, hook: Any) -> torch.Tensor:
        value[:, 2, :, 3] += 2
        return value

    gpt2_lab.model.add_hook("blocks.1.attn.hook_attn_scores", up)
    gpt2_lab.refresh_hooks()
    result = asked(gpt2_lab)
    expected = np.zeros(len(result.data.tokens))
    expected[3] = 2
    np.testing.assert_allclose(result.tensors["by_query"][-1], expected, atol=1e-3)


def test_a_key_behind_the_query_is_refused(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match="can't look at position 5"):
        asked(gpt2_lab, position=3, key=5)
    with pytest.raises(trafolab.LabError, match="no position 99"):
        asked(gpt2_lab, position=99)
