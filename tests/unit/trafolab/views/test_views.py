"""Each view against plain TransformerLens on a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab


@pytest.fixture
def twin(shape: Any) -> Any:
    return shape.twin()


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


@pytest.fixture
def live(lab: Any, shape: Any, twin: Any) -> Any:
    """Logits and cache of the twin under what the laboratory has ablated."""
    lab.ablate("attn.0")
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
        return twin.run_with_cache(shape.tokens(twin))


@pytest.fixture
def plain(shape: Any, twin: Any) -> torch.Tensor:
    with torch.no_grad():
        return twin(shape.tokens(twin))[0]


def test_metric(lab: Any, live: Any, plain: torch.Tensor) -> None:
    data = lab.compute("metric", {}).data
    first, second = plain[-1].topk(2)[1].tolist()
    assert data.plain == pytest.approx(float(plain[-1, first] - plain[-1, second]), abs=1e-4)
    assert data.live == pytest.approx(float(live[0][0, -1, first] - live[0][0, -1, second]), abs=1e-4)
    assert (data.kind, data.reason, data.stamp.interventions) == ("logit_diff", None, "live")


@pytest.mark.parametrize("position", [-1, 2])
def test_predictions(lab: Any, live: Any, plain: torch.Tensor, position: int) -> None:
    result = lab.compute("predictions", {"position": position, "k": 5})
    logits, before = live[0][0, position], plain[position]
    prob, before_prob = logits.softmax(-1), before.softmax(-1)
    expected = set(prob.maximum(before_prob).topk(5).indices.tolist())
    rows = result.data.rows
    assert {row.id for row in rows[: result.data.n_largest]} == expected
    for part in (rows[:5], rows[5:]):
        assert [row.prob for row in part] == sorted((row.prob for row in part), reverse=True)
    for row in rows:
        assert row.prob == pytest.approx(float(prob[row.id]), abs=1e-5)
        assert row.plain_prob == pytest.approx(float(before_prob[row.id]), abs=1e-5)
        assert row.logit == pytest.approx(float(logits[row.id]), abs=1e-4)
        assert row.plain_logit == pytest.approx(float(before[row.id]), abs=1e-4)
    assert result.data.position == position % plain.shape[0]
    assert result.revision == lab.revision


def test_what_is_measured_stays_among_the_predictions(lab: Any, plain: torch.Tensor) -> None:
    rare = plain[-1].argsort()[:2].tolist()
    lab.metric(answer=rare[0], distractor=rare[1])
    data = lab.compute("predictions", {"k": 3}).data
    assert data.n_largest == 3
    assert {(row.id, row.role) for row in data.rows[3:]} == {(rare[0], "answer"), (rare[1], "distractor")}
    probs = plain[-1].softmax(-1)
    for row in data.rows:
        assert row.plain_prob == pytest.approx(float(probs[row.id]), abs=1e-6)


def test_tokens(lab: Any, live: Any, plain: torch.Tensor, shape: Any, twin: Any) -> None:
    result = lab.compute("tokens", {})
    ids = shape.tokens(twin)[0]
    for name, logits in (("prob", live[0][0]), ("plain_prob", plain)):
        tensor = result.tensors[name]
        assert tensor.dtype == np.float32
        assert np.isnan(tensor[0])
        expected = logits[:-1].softmax(-1)[torch.arange(len(ids) - 1), ids[1:]]
        np.testing.assert_allclose(tensor[1:], expected.numpy(), atol=1e-5)
    clean, corrupt = result.data.prompts
    other = shape.tokens(twin, shape.corrupt)[0]
    assert (clean.name, corrupt.name, corrupt.aligned) == ("clean", "corrupt", True)
    assert [token.differs for token in corrupt.tokens] == (ids != other).tolist()
    assert (clean.n_differ, corrupt.n_differ) == (0, int((ids != other).sum()))


def test_patterns(lab: Any, live: Any, shape: Any) -> None:
    result = lab.compute("patterns", {"size": 32})
    stacked = torch.cat([live[1][f"blocks.{layer}.attn.hook_pattern"][0] for layer in (0, 1)])
    assert result.data.heads == [f"L{layer}H{head}" for layer in (0, 1) for head in range(shape.n_heads)]
    assert result.data.size == result.data.n_tokens == stacked.shape[-1]
    difference = result.tensors["patterns"].astype(int) - (stacked * 255).numpy()
    assert np.abs(difference).max() <= 0.51


def test_patterns_are_pooled_to_the_size_asked_for(lab: Any, live: Any) -> None:
    result = lab.compute("patterns", {"size": 4})
    pattern = live[1]["blocks.1.attn.hook_pattern"][0, 2]
    n = pattern.shape[-1]
    stride = -(-n // 4)
    side = -(-n // stride)
    expected = np.array(
        [
            [
                float(pattern[q * stride : (q + 1) * stride, k * stride : (k + 1) * stride].max())
                for k in range(side)
            ]
            for q in range(side)
        ]
    )
    index = result.data.heads.index("L1H2")
    assert result.tensors["patterns"].shape[1:] == (side, side)
    assert np.abs(result.tensors["patterns"][index] - expected * 255).max() <= 0.51


@pytest.mark.parametrize("run", ["live", "plain"])
def test_attention(lab: Any, live: Any, shape: Any, twin: Any, run: str) -> None:
    cache = live[1] if run == "live" else twin.run_with_cache(shape.tokens(twin))[1]
    result = lab.compute("attention", {"head": "1.2", "run": run})
    expected = cache["blocks.1.attn.hook_pattern"][0, 2].detach()
    assert (result.data.head, result.data.stride, result.data.run) == ("L1H2", 1, run)
    assert result.tensors["pattern"].dtype == np.float16
    np.testing.assert_allclose(result.tensors["pattern"], expected.numpy(), atol=1e-3)
    hidden = lab.compute("attention", {"head": "L1H2", "run": run, "hide_bos": True}).tensors["pattern"]
    rest = expected[:, 1:] / expected[:, 1:].sum(-1, keepdim=True).clamp_min(1e-30)
    assert np.all(hidden[:, 0] == 0)
    np.testing.assert_allclose(hidden[:, 1:], rest.numpy(), atol=1e-3)


def test_mlps(lab: Any, live: Any, shape: Any) -> None:
    result = lab.compute("mlps", {"bins": 7})
    if not shape.has_mlp:
        assert result.data.components == []
        assert result.tensors["activity"].shape == (0, 7)
        return
    assert result.data.components == ["mlp.0", "mlp.1"]
    for row, layer in enumerate((0, 1)):
        acts = live[1][f"blocks.{layer}.mlp.hook_post"][0, -1].abs()
        assert result.data.peak[row] == pytest.approx(float(acts.max()), rel=1e-4)
        expected = [float(part.max() / acts.max()) * 255 for part in np.array_split(acts.numpy(), 7)]
        assert np.abs(result.tensors["activity"][row] - np.array(expected)).max() <= 0.51


def test_lens(lab: Any, live: Any, shape: Any, twin: Any) -> None:
    data = lab.compute("lens", {}).data
    names = ["blocks.0.hook_resid_pre", "blocks.0.hook_resid_post", "blocks.1.hook_resid_post"]
    assert [row.component for row in data.rows] == ["resid_pre.0", "resid_post.0", "resid_post.1"]
    answer = lab.state.metric.answer.id
    for row, name in zip(data.rows, names, strict=True):
        with torch.no_grad():
            prob = twin.unembed(twin.ln_final(live[1][name][:, -1:]))[0, 0].softmax(-1)
        assert row.prob == pytest.approx(float(prob.max()), abs=1e-5)
        assert row.answer_prob == pytest.approx(float(prob[answer]), abs=1e-5)
    top = float(live[0][0, -1].softmax(-1).max())
    assert data.rows[-1].prob == pytest.approx(top, abs=1e-5)


def test_what_cannot_be_computed_is_refused_with_the_reason(gpt2_lab: Any, gpt2: Any) -> None:
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("nothing", {}, "no view named nothing"),
        ("predictions", {"k": 0}, "can't be asked with k"),
        ("predictions", {"other": 1}, "takes no other"),
        ("predictions", {"position": 12}, "no position 12"),
        ("attention", {"head": "L7H0"}, "no target named L7H0"),
        ("attention", {"head": "mlp.0"}, "not a head"),
    ]
    for view, params, words in cases:
        with pytest.raises(trafolab.LabError, match=words):
            gpt2_lab.compute(view, params)
    with pytest.raises(trafolab.LabError, match="no prompt yet"):
        trafolab.open(gpt2.source).compute("tokens", {})


def test_a_long_prompts_activations_are_fetched_when_asked_for(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gpt2_lab.compute("patterns", {}).tensors["patterns"]
    monkeypatch.setattr("trafolab.capturing._CAPTURE_LIMIT", 0)
    gpt2_lab.ablate("L1H0")
    gpt2_lab.clear()
    gpt2_lab.prompt(gpt2_lab.run().ids.tolist())
    np.testing.assert_array_equal(gpt2_lab.compute("patterns", {}).tensors["patterns"], before)


def test_contrasts(lab: Any, shape: Any, twin: Any) -> None:
    lab.ablate("attn.0")
    data = lab.compute("contrasts", {}).data
    with torch.no_grad():
        first = [int(twin(shape.tokens(twin, text))[0, -1].argmax()) for text in (shape.clean, shape.corrupt)]
    assert (data.clean.prompt, data.clean.id) == ("clean", first[0])
    assert [(each.prompt, each.id) for each in data.others] == [("corrupt", first[1])]
    assert data.stamp.interventions == "plain"
