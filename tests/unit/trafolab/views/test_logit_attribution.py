"""Direct logit attribution against TransformerLens's caches on a plain second model."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor

from tests import models

ANSWER, DISTRACTOR = 5, 9
ASKED = {"answer": ANSWER, "distractor": DISTRACTOR}


def zero(value: Tensor, hook: Any) -> Tensor:
    return value * 0


@pytest.fixture
def theirs(lab: Any, shape: Any) -> tuple[Any, Tensor, Any]:
    """A plain model, its logits and its cache, with the head L0H1 ablated as in the laboratory."""
    lab.ablate("L0H1")
    twin = shape.twin()

    def without(z: Tensor, hook: Any) -> Tensor:
        z = z.clone()
        z.view(*z.shape[:2], shape.n_heads, -1)[:, :, 1] = 0
        return z

    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.attn.hook_z", without)]):
        logits, cache = twin.run_with_cache(shape.tokens(twin))
    return twin, logits[0], cache


def read_at(twin: Any, cache: Any, stream: Tensor, position: int) -> float:
    """What a part of the stream gives: a finite step of the frozen norm, unembedded."""
    whole = cache["blocks.1.hook_resid_post"][0, position]
    if "ln_final.hook_scale" not in cache:
        return difference(stream @ twin.W_U)
    scale = cache["ln_final.hook_scale"][0, position]
    centred = "RMS" not in type(twin.ln_final).__name__
    weight = twin.ln_final.weight
    part = (stream - stream.mean() if centred else stream) / scale * weight
    assert whole.shape == stream.shape
    return difference(part @ twin.W_U)


def difference(logits: Tensor) -> float:
    return float((logits[..., ANSWER] - logits[..., DISTRACTOR]).detach())


@pytest.mark.parametrize("position", [-1, 2])
def test_components(lab: Any, shape: Any, theirs: Any, position: int) -> None:
    twin, logits, cache = theirs
    data = lab.compute("logit_attribution", {**ASKED, "position": position}).data
    rows = {row.component: row.value for row in data.rows}
    assert sum(rows.values()) == pytest.approx(difference(logits[position]), abs=1e-3)
    assert data.total == data.given == pytest.approx(difference(logits[position]), abs=1e-4)
    for name, hook in [("mlp.0", "blocks.0.hook_mlp_out"), ("mlp.1", "blocks.1.hook_mlp_out")]:
        if shape.has_mlp:
            expected = read_at(twin, cache, cache[hook][0, position], position)
            assert rows[name] == pytest.approx(expected, abs=1e-3)
    z = cache["blocks.1.attn.hook_z"][0, position].view(shape.n_heads, -1)
    for head in range(shape.n_heads):
        written = z[head] @ twin.blocks[1].attn.W_O[head]
        assert rows[f"L1H{head}"] == pytest.approx(read_at(twin, cache, written, position), abs=1e-3)
    assert rows["L0H1"] == pytest.approx(0, abs=1e-5)


def test_layers(lab: Any, shape: Any, theirs: Any) -> None:
    twin, logits, cache = theirs
    data = lab.compute("logit_attribution", {**ASKED, "by": "layer"}).data
    rows = {row.component: row.value for row in data.rows}
    assert sum(rows.values()) == pytest.approx(difference(logits[-1]), abs=1e-3)
    assert [name for name in rows if name.startswith("L")] == []
    for layer in (0, 1):
        expected = read_at(twin, cache, cache[f"blocks.{layer}.hook_attn_out"][0, -1], -1)
        assert rows[f"attn.{layer}"] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("layer", [None, 1])
def test_neurons(lab: Any, shape: Any, theirs: Any, layer: int | None) -> None:
    twin, logits, cache = theirs
    params = {**ASKED, "by": "neuron", "layer": layer, "k": 6}
    if not shape.has_mlp:
        with pytest.raises(trafolab.LabError, match="no MLP"):
            lab.compute("logit_attribution", params)
        return
    data = lab.compute("logit_attribution", params).data
    assert sum(row.value for row in data.rows) == pytest.approx(difference(logits[-1]), abs=1e-3)
    assert [row.component for row in data.rows[6:]] == ["other neurons", "everything else"]
    everything: dict[str, float] = {}
    for each in (0, 1) if layer is None else (layer,):
        post = cache[f"blocks.{each}.mlp.hook_post"][0, -1]
        for neuron, out in enumerate(post[:, None] * twin.blocks[each].mlp.W_out):
            everything[f"mlp.{each}.n{neuron}"] = read_at(twin, cache, out, -1)
    largest = sorted(everything, key=lambda name: -abs(everything[name]))[:6]
    assert [row.component for row in data.rows[:6]] == largest
    for row in data.rows[:6]:
        assert row.value == pytest.approx(everything[row.component], abs=1e-3)


def test_what_it_compares(gpt2_lab: Any) -> None:
    compute = gpt2_lab.compute
    metric = gpt2_lab.state.metric
    data = compute("logit_attribution", {}).data
    assert [t.id for t in data.contrast.answers] == [metric.answer.id]
    assert [t.id for t in data.contrast.distractors] == [metric.distractor.id]
    assert data.total == pytest.approx(gpt2_lab.run().metric, abs=1e-4)
    logits = gpt2_lab.run().logits
    assert [o.id for o in data.contrast.offered] == logits[-1].topk(12).indices.tolist()
    alone = compute("logit_attribution", {"answer": 7}).data
    assert alone.total == pytest.approx(float(logits[-1, 7]), abs=1e-3)
    assert alone.contrast.distractors == []
    wrong = compute("logit_attribution", {"answer": " Hart Hart Hart"}).data.contrast
    assert wrong.problem is not None
    assert "exactly one is needed" in wrong.problem
    assert [t.id for t in wrong.answers] == [metric.answer.id]
    gpt2_lab.metric("kl")
    first, second = compute("logit_attribution", {}).data.contrast.offered[:2]
    told = compute("logit_attribution", {}).data.contrast
    assert (told.answers[0].id, told.distractors[0].id) == (first.id, second.id)
    gpt2_lab.metric("logit_diff", answer=[3, 4], distractor=[5, 6, 7])
    mean = float(logits[-1, [3, 4]].mean() - logits[-1, [5, 6, 7]].mean())
    assert compute("logit_attribution", {}).data.total == pytest.approx(mean, abs=1e-3)


def test_under_a_soft_cap_it_is_what_stands_before(tmp_path: Any) -> None:
    lab: Any = trafolab.open(str(models.gemma2(tmp_path / "gemma2")))
    lab.prompt(models.HART)
    data = lab.compute("logit_attribution", ASKED).data
    logits = lab.run().logits[-1]
    assert data.soft_cap == 30
    assert data.given == pytest.approx(difference(logits), abs=1e-4)
    assert data.total == pytest.approx(difference(30 * torch.atanh(logits / 30)), abs=1e-3)
    assert sum(row.value for row in data.rows) == pytest.approx(data.total, abs=1e-3)


def test_what_acts_behind_the_stream_has_a_row(gpt2_lab: Any) -> None:
    gpt2_lab.scale("ln_final.hook_normalized", 2.0)
    data = gpt2_lab.compute("logit_attribution", ASKED).data
    rows = {row.component: row.value for row in data.rows}
    assert "act.logits" in rows
    assert sum(rows.values()) == pytest.approx(difference(gpt2_lab.run().logits[-1]), abs=1e-3)


def test_neurons_of_an_mlp_that_is_acted_on_as_a_whole_are_refused(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("mlp.1")
    with pytest.raises(trafolab.LabError, match=r"acts on mlp\.1 as a whole"):
        gpt2_lab.compute("logit_attribution", {"by": "neuron", "layer": 1})
    with pytest.raises(trafolab.LabError, match="no MLP in layer 7"):
        gpt2_lab.compute("logit_attribution", {"by": "neuron", "layer": 7})


def test_its_rows_leave_in_the_order_in_which_they_are_seen(gpt2_lab: Any) -> None:
    model = gpt2_lab.view("logit_attribution").to_dataframe()
    sized = gpt2_lab.view("logit_attribution", order="size").to_dataframe()
    assert model.component.tolist() == [row.component for row in gpt2_lab.view("logit_attribution").data.rows]
    expected = model.loc[model.logit.abs().sort_values(ascending=False, kind="stable").index]
    assert sized.values.tolist() == expected.values.tolist()
