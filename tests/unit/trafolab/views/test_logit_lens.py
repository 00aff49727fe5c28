"""The logit lens against TransformerLens's caches on a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from torch import Tensor

from tests import models

HOOKS = ["blocks.0.hook_resid_pre", "blocks.0.hook_resid_post", "blocks.1.hook_resid_post"]


def zero(value: Tensor, hook: Any) -> Tensor:
    return value * 0


@pytest.fixture
def theirs(lab: Any, shape: Any) -> Tensor:
    """Logits [stream, pos, vocab] of a plain model with the first attention layer ablated, as in the
    laboratory."""
    lab.ablate("attn.0")
    twin = shape.twin()
    with torch.no_grad():
        with twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
            _, cache = twin.run_with_cache(shape.tokens(twin))
        return torch.stack([twin.unembed(twin.ln_final(cache[hook]))[0] for hook in HOOKS])


def test_top_tokens(lab: Any, theirs: Tensor) -> None:
    result = lab.compute("logit_lens", {})
    assert result.data.streams == ["resid_pre.0", "resid_post.0", "resid_post.1"]
    prob = theirs.softmax(-1)
    top = prob.topk(5)
    np.testing.assert_allclose(result.tensors["probs"], top.values, atol=1e-5)
    np.testing.assert_array_equal(result.tensors["ids"][..., 0], top.indices[..., 0])
    np.testing.assert_allclose(result.tensors["prob"], top.values[..., 0], atol=1e-5)
    np.testing.assert_allclose(result.tensors["logit"], theirs.amax(-1), atol=1e-4)
    assert (result.tensors["rank"] == 1).all()
    words = {word.id: word.text for word in result.data.words}
    assert set(words) == set(result.tensors["ids"].flatten().tolist())


@pytest.mark.parametrize("of", ["token", "next"])
def test_one_token(lab: Any, theirs: Tensor, of: str) -> None:
    result = lab.compute("logit_lens", {"of": of, "token": 7})
    ids = lab.run().ids
    tokens = torch.full_like(ids, 7) if of == "token" else torch.cat([ids[1:], ids[:1]])
    n = len(ids) - (of == "next")
    at = torch.arange(len(ids))
    logit = theirs[:, at, tokens]
    expected = {
        "prob": theirs.softmax(-1)[:, at, tokens],
        "logit": logit,
        "rank": (theirs > logit[..., None]).sum(-1) + 1,
    }
    for name, values in expected.items():
        np.testing.assert_allclose(result.tensors[name][:, :n], values[:, :n], atol=1e-4)
        assert np.isnan(result.tensors[name][:, n:]).all()
    assert result.data.token.id == 7


def test_inside_layers(lab: Any, shape: Any) -> None:
    lab.ablate("attn.0")
    result = lab.compute("logit_lens", {"points": "halves"})
    twin = shape.twin()
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
        _, cache = twin.run_with_cache(shape.tokens(twin))
    places = [(name, f"blocks.{name[-1]}.hook_{name[:-2]}") for name in result.data.streams]
    assert result.data.has_halves == ("blocks.0.hook_resid_mid" in cache)
    inside = ["resid_mid.0", "resid_mid.1"] if result.data.has_halves else []
    assert {name for name, _ in places} == {"resid_pre.0", "resid_post.0", "resid_post.1", *inside}
    assert [name[-1] for name, _ in places] == sorted(name[-1] for name, _ in places)
    for i, (_, hook) in enumerate(places):
        expected = twin.unembed(twin.ln_final(cache[hook]))[0].softmax(-1).amax(-1)
        np.testing.assert_allclose(result.tensors["prob"][i], expected.detach(), atol=1e-5)


@pytest.mark.parametrize("minus", ["plain", "corrupt"])
@pytest.mark.parametrize("of", ["top", "token", "next"])
def test_what_another_run_says_of_the_same_tokens(
    lab: Any, shape: Any, theirs: Tensor, of: str, minus: str
) -> None:
    result = lab.compute("logit_lens", {"of": of, "token": 7, "minus": minus})
    twin = shape.twin()
    tokens = shape.tokens(twin, *([shape.corrupt] if minus == "corrupt" else []))
    with torch.no_grad():
        _, cache = twin.run_with_cache(tokens)
        others = torch.stack([twin.unembed(twin.ln_final(cache[hook]))[0] for hook in HOOKS])
    ids = lab.run().ids
    following = torch.cat([ids[1:], ids[:1]])
    chosen = {"top": theirs.argmax(-1), "token": torch.full_like(ids, 7), "next": following}[of]
    chosen = chosen.expand(theirs.shape[:2])[..., None]
    n = len(ids) - (of == "next")
    logit = others.gather(-1, chosen)
    expected = {
        "prob": others.softmax(-1).gather(-1, chosen)[..., 0],
        "logit": logit[..., 0],
        "rank": (others > logit).sum(-1) + 1,
    }
    for name, values in expected.items():
        np.testing.assert_allclose(result.tensors[f"{name}_minus"][:, :n], values[:, :n], atol=1e-4)
        assert np.isnan(result.tensors[f"{name}_minus"][:, n:]).all()
    frame = lab.view("logit_lens", of=of, token=7, minus=minus).to_dataframe()
    change = (result.tensors["prob"] - result.tensors["prob_minus"])[:, :n].flatten()
    np.testing.assert_allclose(frame.change, change, atol=1e-6)
    np.testing.assert_allclose(frame.probability, result.tensors["prob"][:, :n].flatten(), atol=1e-6)


def test_of_a_counterfactual_of_another_length_there_is_a_lens_and_no_difference(gpt2_lab: Any) -> None:
    prompt = "Her name was Alex Hart."
    gpt2_lab.prompt(prompt, corrupt=f"{prompt} Tomorrow")
    longer = gpt2_lab.compute("logit_lens", {"run": "corrupt"})
    assert longer.data.tokens == [token.text for token in gpt2_lab.state.counterfactuals[0].tokens]
    assert longer.data.runs == ["live", "plain", "corrupt"]
    with pytest.raises(trafolab.LabError, match="different numbers of tokens"):
        gpt2_lab.compute("logit_lens", {"minus": "corrupt"})


def test_the_last_stream_says_what_the_model_does(lab: Any) -> None:
    lab.ablate("L0H0")
    result = lab.compute("logit_lens", {"count": 64})
    prob = lab.run().logits.softmax(-1).amax(-1)
    np.testing.assert_allclose(result.tensors["prob"][-1], prob, atol=1e-5)


def test_pages(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    n = len(gpt2_lab.run().ids)
    whole = gpt2_lab.compute("logit_lens", {"count": 64})
    assert (whole.data.first, len(whole.data.tokens), whole.data.n_tokens) == (0, n, n)
    for params, first in [
        ({"position": 2}, 0),
        ({"position": 6}, 5),
        ({"position": -1}, n - 5),
        ({"first": 3}, 3),
        ({"first": 999}, n - 5),
    ]:
        page = gpt2_lab.compute("logit_lens", {**params, "count": 5})
        assert page.data.first == first
        assert len(page.data.tokens) == 5
        expected = whole.tensors["prob"][:, first : first + 5]
        np.testing.assert_allclose(page.tensors["prob"], expected, atol=1e-6)
    monkeypatch.setattr("trafolab.reading.lens._AT_ONCE", 1)
    slowly = gpt2_lab.compute("logit_lens", {"of": "next", "count": 63})
    quickly = gpt2_lab.compute("logit_lens", {"of": "next", "count": 64})
    np.testing.assert_allclose(slowly.tensors["rank"], quickly.tensors["rank"])


def test_a_text_that_is_no_token_is_told(gpt2_lab: Any) -> None:
    data = gpt2_lab.compute("logit_lens", {"of": "token", "token": "Hart Hart Hart"}).data
    assert "exactly one is needed" in data.problem
    assert data.token.id == gpt2_lab.state.metric.answer.id


def test_each_row_says_what_would_be_predicted(gpt2_lab: Any, gpt2: Any) -> None:
    model = gpt2.twin()
    with torch.no_grad():
        expected = model(gpt2.tokens(model))[0].argmax(-1)
    rows = gpt2_lab.view("logit_lens", count=64).to_dataframe()
    last = rows[rows["stream"] == rows["stream"].iloc[-1]]
    texts = [model.tokenizer.decode([id]) for id in expected.tolist()]
    whole = [i for i, text in enumerate(texts) if "\ufffd" not in text]
    assert len(whole) > 4
    assert [last["most_probable"].iloc[i] for i in whole] == [texts[i] for i in whole]


@pytest.mark.parametrize("corrupt", [models.HART + " in the house", "Her name"])
def test_without_answers_the_token_is_the_run_s_own_best(gpt2_lab: Any, corrupt: str) -> None:
    """A counterfactual of another length has positions that the clean prompt lacks."""
    gpt2_lab.prompt(models.HART, corrupt=corrupt)
    gpt2_lab.metric("kl")
    found = gpt2_lab.compute("logit_lens", {"run": "corrupt", "of": "token"})
    best = int(gpt2_lab.run("corrupt", interventions="plain").logits[-1].argmax())
    assert found.data.token.id == best
