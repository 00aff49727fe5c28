"""A head's attention weighed, over sets and as a difference, against plain TransformerLens and PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab


def asked(lab: Any, **params: Any) -> Any:
    return lab.compute("attention", {"head": "L1H2", **params})


def pattern(lab: Any, **params: Any) -> np.ndarray:
    return asked(lab, **params).tensors["pattern"].astype(np.float32)


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


@pytest.fixture(params=["plain", "live"])
def cached(request: pytest.FixtureRequest, lab: Any, shape: Any) -> Any:
    """The twin, and what it cached under what acts in the run that is asked for."""
    twin = shape.twin()
    lab.ablate("attn.0")
    hooks = [("blocks.0.hook_attn_out", zero)] if request.param == "live" else []
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        logits, cache = twin.run_with_cache(shape.tokens(twin))
    return request.param, twin, logits[0], {name: value.detach() for name, value in cache.items()}


def values_of(twin: Any, cache: Any, head: int) -> torch.Tensor:
    """[key, d_head] of a head of layer 1."""
    values = cache["blocks.1.attn.hook_v"][0]
    return values[:, head * values.shape[1] // twin.cfg.n_heads]


def test_by_the_norm_of_values(lab: Any, cached: Any) -> None:
    run, twin, _, cache = cached
    attention = cache["blocks.1.attn.hook_pattern"][0, 2]
    out = twin.blocks[1].attn.W_O[2].detach()
    lengths = [float((value @ out).norm()) for value in values_of(twin, cache, 2)]
    found = asked(lab, run=run, weigh="value_norm")
    np.testing.assert_allclose(found.tensors["pattern"], attention * torch.tensor(lengths), atol=1e-4)
    assert (found.data.low, found.data.high) == (0, pytest.approx(found.tensors["pattern"].max()))


def test_contributions_are_those_of_each_key_and_sum_to_the_heads(lab: Any, cached: Any) -> None:
    run, twin, _, cache = cached
    metric = lab.state.metric
    right, wrong = metric.answer.id, metric.distractor.id
    attention, out = cache["blocks.1.attn.hook_pattern"][0, 2], twin.blocks[1].attn.W_O[2].detach()
    stream = cache["blocks.1.hook_resid_post"][0]
    found = asked(lab, run=run, weigh="contribution").tensors
    for query in (3, len(attention) - 1):
        each = attention[query][:, None] * (values_of(twin, cache, 2) @ out)
        expected = linear(twin, stream[query], each)
        expected = expected[:, right] - expected[:, wrong]
        np.testing.assert_allclose(found["pattern"][query], expected, atol=1e-4)
        whole = linear(twin, stream[query], (cache["blocks.1.attn.hook_z"][0, query, 2] @ out)[None])[0]
        assert found["written"][query] == pytest.approx(float(whole[right] - whole[wrong]), abs=1e-4)
    np.testing.assert_allclose(found["pattern"].sum(-1), found["written"], atol=1e-3)


def linear(twin: Any, stream: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
    """What parts [n, d_model] of a stream give to the logits [n, vocab], found by moving the stream a little
    with its norm's scale held: the derivative along each, and no formula of any norm."""
    held = {"at": None}

    def hold(value: torch.Tensor, hook: Any) -> torch.Tensor:
        held["at"] = value.detach() if held["at"] is None else held["at"]
        return held["at"].expand_as(value)

    twin = twin.double()
    hooks = [("ln_final.hook_scale", hold)] if "ln_final.hook_scale" in twin.hook_dict else []
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        base = twin.unembed(twin.ln_final(stream.double()[None, None]))[0, 0]
        moved = [twin.unembed(twin.ln_final((stream + part).double()[None, None]))[0, 0] for part in parts]
    twin.float()
    return torch.stack([each - base for each in moved]).float()


def test_what_acts_behind_the_pattern_is_in_what_the_head_adds(gpt2_lab: Any) -> None:
    before = asked(gpt2_lab, weigh="contribution").tensors
    gpt2_lab.ablate("L1H2")
    after = asked(gpt2_lab, weigh="contribution").tensors
    assert np.abs(before["written"]).max() > 0.01
    np.testing.assert_allclose(after["written"], 0, atol=1e-6)


def test_behind_a_norm_after_attention_the_heads_sum_to_the_layer(tmp_path: Path) -> None:
    from tests import models

    lab = trafolab.open(str(models.gemma2(tmp_path)))
    lab.prompt(models.HART)
    run = lab.run()
    metric = lab.state.metric
    _, look = lab._engine.look()
    vectors = look.logit_directions(look.live, -1, [metric.answer.id, metric.distractor.id]).vectors
    layer = run["blocks.1.hook_attn_out"][-1] @ (vectors[0] - vectors[1])
    found = [asked(lab, head=f"L1H{head}", weigh="contribution").tensors for head in range(4)]
    assert sum(float(each["written"][-1]) for each in found) == pytest.approx(float(layer), abs=1e-3)
    for each in found:
        np.testing.assert_allclose(each["pattern"].sum(-1), each["written"], atol=1e-3)


def test_differences_of_runs(lab: Any, shape: Any) -> None:
    twin = shape.twin()
    tokens = [shape.tokens(twin, text) for text in (shape.clean, shape.corrupt)]
    each = [
        twin.run_with_cache(ids)[1]["blocks.1.attn.hook_pattern"][0, 2].detach().numpy() for ids in tokens
    ]
    found = asked(lab, run="plain", minus="corrupt")
    np.testing.assert_allclose(found.tensors["pattern"], each[0] - each[1], atol=1e-5)
    reach = np.abs(each[0] - each[1]).max()
    assert (found.data.low, found.data.high) == (
        pytest.approx(-reach, abs=1e-5),
        pytest.approx(reach, abs=1e-5),
    )
    lab.ablate("attn.0")
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
        live = twin.run_with_cache(tokens[0])[1]["blocks.1.attn.hook_pattern"][0, 2].numpy()
    np.testing.assert_allclose(pattern(lab, minus="plain"), live - each[0], atol=1e-5)


@pytest.mark.parametrize("weigh", ["none", "value_norm"])
@pytest.mark.parametrize("run", ["live", "plain"])
def test_the_mean_over_a_set(gpt2_lab: Any, gpt2: Any, weigh: str, run: str) -> None:
    lab, twin = gpt2_lab, gpt2.twin()
    texts = [gpt2.clean, gpt2.corrupt, gpt2.clean.replace("lunch", "Alex")]
    ids = [twin.to_tokens(text)[0].tolist() for text in texts]
    ids = [row for row in ids if len(row) == len(ids[0])]
    lab.reference("some", ids)
    lab.pairs("same", [(row, ids[0], 5) for row in ids])
    lab.ablate("attn.0")
    hooks = [("blocks.0.hook_attn_out", zero)] if run == "live" else []
    total = 0
    for row in ids:
        with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
            cache = twin.run_with_cache(torch.tensor([row]))[1]
        attention = cache["blocks.1.attn.hook_pattern"][0, 2]
        if weigh == "value_norm":
            attention = attention * (values_of(twin, cache, 2) @ twin.blocks[1].attn.W_O[2]).norm(dim=-1)
        total = total + attention.detach()
    for name in ("some", "same"):
        found = asked(lab, over=name, weigh=weigh, run=run)
        np.testing.assert_allclose(found.tensors["pattern"], total / len(ids), atol=1e-3)
        assert (found.data.n_prompts, found.data.stamp.prompt) == (len(ids), name)
        differ = [len(set(column)) > 1 for column in zip(*ids, strict=True)]
        assert [text in ("∗", "{end}") for text in found.data.tokens] == differ


def test_of_a_large_set_the_first_prompts_are_taken_and_told(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = gpt2_lab.run().ids.tolist()
    rows = [[*ids[:-1], last] for last in (3, 4, 5)]
    gpt2_lab.reference("some", rows)
    monkeypatch.setattr("trafolab.reading.means.MOST", 2)
    found = asked(gpt2_lab, over="some")
    assert (found.data.n_prompts, found.data.n_in_set) == (2, 3)
    gpt2_lab.reference("two", rows[:2])
    np.testing.assert_allclose(found.tensors["pattern"], asked(gpt2_lab, over="two").tensors["pattern"])


def test_the_first_token_is_left_out(gpt2_lab: Any) -> None:
    whole, hidden = (pattern(gpt2_lab, weigh="contribution", hide_bos=hide) for hide in (False, True))
    assert (hidden[:, 0] == 0).all()
    np.testing.assert_array_equal(hidden[:, 1:], whole[:, 1:])


def test_long_prompts_keep_the_largest_of_either_sign(gpt2_lab: Any) -> None:
    whole = pattern(gpt2_lab, weigh="contribution")
    found = asked(gpt2_lab, weigh="contribution", max_size=6)
    assert (found.data.stride, found.data.size) == (2, 6)
    block = whole[4:6, 2:4]
    assert found.tensors["pattern"][2, 1] == block.flat[np.abs(block).argmax()]


def test_what_cannot_be_computed_is_refused_with_the_reason(gpt2_lab: Any, gpt2: Any) -> None:
    lab = gpt2_lab
    lab.reference("mixed", ["Alex", "Alex met Hart"])
    lab.prompt(gpt2.clean, corrupt={"short": "Alex", "same": gpt2.corrupt})
    cases: list[tuple[dict[str, Any], str]] = [
        ({"run": "other"}, "no run named other"),
        ({"minus": "short"}, "short has 3, clean 12"),
        ({"over": "mixed"}, "mixed have from 3 to 7 tokens"),
        ({"over": "none"}, "no set named none"),
        ({"over": "mixed", "run": "same"}, "live or plain"),
        ({"over": "mixed", "weigh": "contribution"}, "live or plain"),
    ]
    for params, words in cases:
        with pytest.raises(trafolab.LabError, match=words):
            asked(lab, **params)
    lab.metric("loss")
    with pytest.raises(trafolab.LabError, match="difference of logits"):
        asked(lab, weigh="contribution")
    lab.metric(None)
    lab.reference("alike", [lab.run().ids.tolist()])
    lab.patch("L0H1", source="same")
    with pytest.raises(trafolab.LabError, match="take values from a counterfactual"):
        asked(lab, over="alike")
    assert asked(lab, over="alike", run="plain").data.n_prompts == 1


def test_its_rows_name_what_is_measured(gpt2_lab: Any) -> None:
    from trafolab.views.attention import ATTENTION

    result = asked(gpt2_lab, weigh="value_norm")
    assert ATTENTION.table(result.data, result.tensors).value == "value_norm"


def test_contributions_are_said_to_be_to_what_they_are_to(gpt2_lab: Any) -> None:
    """Of answers of several tokens the first counts."""
    gpt2_lab.metric("logit_diff", answer=[[3, 4]], distractor=[5])
    several = gpt2_lab.compute("attention", {"head": "L0H1", "weigh": "contribution"})
    gpt2_lab.metric("logit_diff", answer=[3], distractor=[5])
    one = gpt2_lab.compute("attention", {"head": "L0H1", "weigh": "contribution"})
    assert several.data.metric == one.data.metric == gpt2_lab.compute("metric", {}).data.label
    np.testing.assert_array_equal(several.tensors["pattern"], one.tensors["pattern"])
