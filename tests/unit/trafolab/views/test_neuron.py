"""One neuron against a plain second model, on the prompt and over sets of prompts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests.conftest import Shape

from .test_neurons import Of, caches, moved_logits, opened, shaped

__all__ = ["opened", "shaped"]
TEXTS = ["Her name was Alex.", "Tomorrow at lunch time Mary went to the store.", "John gave a drink to Mary."]


def over(twin: Any, texts: list[Any], neuron: int) -> list[torch.Tensor]:
    """Activations [pos] of each text."""
    with torch.no_grad():
        tokens = [twin.to_tokens(text) if isinstance(text, str) else torch.tensor([text]) for text in texts]
        return [twin.run_with_cache(ids)[1]["blocks.1.mlp.hook_post"][0, :, neuron] for ids in tokens]


def test_along_the_text_and_its_tokens(opened: Any, shaped: Shape) -> None:
    twin = shaped.twin()
    live, plain = caches(twin, shaped.tokens(twin))
    result = opened.compute("neuron", {"mlp": "mlp.1", "neuron": 5, "position": 3, "over": "prompts"})
    data = result.data
    assert (data.name, data.neuron, data.position) == ("mlp.1.n5", 5, 3)
    for name, cache in (("live", live), ("plain", plain)):
        expected = cache["blocks.1.mlp.hook_post"][0, :, 5]
        np.testing.assert_allclose(result.tensors[name], expected, atol=1e-4)
    moved = moved_logits(twin, shaped.tokens(twin), 5, 3)
    assert [each.id for each in data.stands_for.promoted[:3]] == moved.topk(3).indices.tolist()
    assert data.stands_for.suppressed[0].score == pytest.approx(float(moved.min()), abs=2e-3)
    with torch.no_grad():
        normed = twin.blocks[1].ln2(twin.W_E[None])[0]
        given = normed @ twin.blocks[1].mlp.W_in[:, 5]
    assert [each.id for each in data.stands_for.inputs] == given.topk(8).indices.tolist()
    assert data.stands_for.inputs_against[0].id == int(given.argmin())
    assert (len(data.stands_for.gate) > 0) == (twin.blocks[1].mlp.W_gate is not None)


def test_the_most_active_where_none_is_named(opened: Any, shaped: Shape) -> None:
    twin = shaped.twin()
    acts = caches(twin, shaped.tokens(twin))[0]["blocks.1.mlp.hook_post"][0, -1]
    assert opened.compute("neuron", {"mlp": "mlp.1"}).data.neuron == int(acts.abs().argmax())


def test_over_a_reference_set(gpt2_lab: Any, gpt2: Shape) -> None:
    """Plain, whatever acts on the prompt; texts of different length keep their own tokens."""
    gpt2_lab.reference("texts", TEXTS)
    gpt2_lab.ablate("attn.0")
    found = gpt2_lab.compute("neuron", {"mlp": "mlp.1", "neuron": 2, "over": "texts", "window": 2}).data
    expected = over(gpt2.twin(), TEXTS, 2)
    counted = torch.cat([values[1:] for values in expected])
    assert (found.over.n_texts, found.over.n_tokens) == (3, len(counted))
    assert found.over.positive == pytest.approx(float((counted > 0).float().mean()))
    assert (found.over.low, found.over.high) == pytest.approx((float(counted.min()), float(counted.max())))
    assert found.over.counts == np.histogram(counted.numpy(), 40)[0].tolist()
    tops = sorted(((float(v[1:].max()), int(v[1:].argmax()) + 1, v) for v in expected), key=lambda t: -t[0])
    for example, (top, at, values) in zip(found.over.examples, tops, strict=True):
        assert example.first + example.at == at
        assert example.activations[example.at] == pytest.approx(top, abs=1e-4)
        np.testing.assert_allclose(example.activations, values[max(0, at - 2) : at + 3], atol=1e-4)
        assert len(example.tokens) == len(example.activations)


def test_over_a_set_of_pairs_and_the_prompts(gpt2_lab: Any, gpt2: Shape) -> None:
    gpt2_lab.pairs("names", [(gpt2.clean, gpt2.corrupt, " Hart", " Carroll")])
    data = gpt2_lab.compute("neuron", {"mlp": "mlp.0", "neuron": 1, "over": "names"}).data
    assert data.sets == ["neutral", "names", "prompts"]
    n = gpt2_lab.run().n_tokens
    assert (data.over.n_texts, data.over.n_tokens) == (1, n - 1)
    both = gpt2_lab.compute("neuron", {"mlp": "mlp.0", "neuron": 1, "over": "prompts"}).data
    assert (both.over.n_texts, both.over.n_tokens) == (2, 2 * (n - 1))


def test_it_follows_the_weights(gpt2_lab: Any) -> None:
    params = {"mlp": "mlp.1", "neuron": 2, "over": "prompts"}
    assert gpt2_lab.compute("neuron", params).data.over.positive < 0.1
    with torch.no_grad():
        gpt2_lab.model.blocks[1].mlp.get_submodule("in").bias[2] += 3
    gpt2_lab.ablate("L0H0")
    gpt2_lab.clear()
    assert gpt2_lab.compute("neuron", params).data.over.positive > 0.5


def test_what_there_is_none_of_is_refused(gpt2_lab: Any, shape_of: Of) -> None:
    with pytest.raises(trafolab.LabError, match="128 neurons, and no neuron 128"):
        gpt2_lab.compute("neuron", {"mlp": "mlp.1", "neuron": 128})
    with pytest.raises(trafolab.LabError, match="no set named other"):
        gpt2_lab.compute("neuron", {"mlp": "mlp.1", "over": "other"})
