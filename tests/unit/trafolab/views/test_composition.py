"""Composition scores against TransformerLens's own on a folded model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests import models

PARTS = ["Q", "K", "V"]


@pytest.fixture
def folded(shape: Any) -> Any:
    """A plain model whose norms are folded, where it has any."""
    twin = shape.twin()
    if shape.name != "toy":
        twin.enable_compatibility_mode(disable_warnings=True)
    return twin


@pytest.mark.parametrize("part", PARTS)
def test_all_pairs(lab: Any, shape: Any, folded: Any, part: str) -> None:
    result = lab.compute("composition", {"part": part, "k": 3, "measure": "score"})
    expected = folded.all_composition_scores(part).scores[0, :, 1, :].detach().numpy()
    np.testing.assert_allclose(result.tensors["scores"], expected, atol=1e-3)
    assert result.data.senders == [f"L0H{head}" for head in range(4)]
    assert result.data.receivers == [f"L1H{head}" for head in range(4)]
    order = np.argsort(-expected.ravel())[:3]
    assert [(each.sender, each.receiver) for each in result.data.largest] == [
        (f"L0H{i // 4}", f"L1H{i % 4}") for i in order
    ]


def test_of_one_head(lab: Any) -> None:
    whole = lab.compute("composition", {"part": "V"}).tensors["scores"]
    reader = lab.compute("composition", {"part": "V", "head": "L1H2"})
    np.testing.assert_allclose(reader.tensors["scores"][0], whole[:, 2], rtol=1e-4)
    assert np.isnan(reader.tensors["scores"][1]).all()
    writer = lab.compute("composition", {"part": "V", "head": "0.3", "k": 1})
    np.testing.assert_allclose(writer.tensors["scores"][1], whole[3], rtol=1e-4)
    largest = writer.data.largest[0]
    assert (largest.sender, largest.receiver) == ("L0H3", f"L1H{whole[3].argmax()}")


def test_deviations_are_from_what_random_rotations_leave(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    twin.enable_compatibility_mode(disable_warnings=True)
    ov, qk = twin.OV[0, 1].AB.detach().double(), twin.QK[1, 2].AB.detach().double()
    width = ov.shape[-1]
    draw = torch.Generator().manual_seed(0)
    noise = torch.randn(4000, width, width, generator=draw, dtype=torch.double)
    turned = ov @ torch.linalg.qr(noise).Q @ qk
    squares = (turned.flatten(1).norm(dim=-1) / ov.norm() / qk.norm()).square()
    score = float((ov @ qk).norm() / ov.norm() / qk.norm())
    found = gpt2_lab.compute("composition", {"part": "Q"})
    assert found.data.chance == pytest.approx(float(squares.mean()) ** 0.5, rel=0.02)
    expected = (score**2 - float(squares.mean())) / float(squares.std())
    assert found.tensors["scores"][1, 2] == pytest.approx(expected, abs=0.15)


def test_deviations_of_random_weights_are_small(lab: Any) -> None:
    found = lab.compute("composition", {}).tensors["scores"]
    assert np.abs(found).max() < 6


def test_the_induction_circuit_stands_out() -> None:
    """The pair of the notebook *find a circuit*; `L0H6`, `L1H0` score more, by two directions each."""
    lab = trafolab.open("trafo-2l")
    found: Any = lab.compute("composition", {})
    assert (found.data.part, found.data.measure) == ("K", "deviations")
    first, second = found.data.largest[:2]
    assert (first.sender, first.receiver) == ("L0H0", "L1H6")
    assert first.score > 1.5 * second.score
    scores = lab.compute("composition", {"measure": "score"}).tensors["scores"]
    assert (scores[0].argmax(), scores[:, 6].argmax()) == (6, 0)
    reads: Any = lab.compute("composition", {"head": "L1H6", "k": 1}).data
    assert [(each.sender, each.receiver) for each in reads.largest] == [("L0H0", "L1H6")]


def test_of_many_heads_one_layer_is_shown(lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lab.compute("composition", {}).tensors["scores"]
    monkeypatch.setattr("trafolab.views.composition._MOST", 4)
    narrowed = lab.compute("composition", {})
    assert (narrowed.data.layer, narrowed.data.layers) == (1, [1])
    np.testing.assert_array_equal(narrowed.tensors["scores"], whole)
    with pytest.raises(trafolab.LabError, match="No head of layer 0 reads"):
        lab.compute("composition", {"layer": 0})


def test_deeper_models(tmp_path: Any) -> None:
    path = str(models.gpt2(tmp_path, layers=3))
    from transformer_lens.model_bridge import TransformerBridge

    twin = TransformerBridge.boot_transformers(path, device="cpu")
    twin.enable_compatibility_mode(disable_warnings=True)
    expected = twin.all_composition_scores("Q").scores.detach().numpy()
    lab: Any = trafolab.open(path)
    scores = lab.compute("composition", {"part": "Q", "measure": "score"}).tensors["scores"]
    assert np.isnan(scores[4:, :4]).all()
    np.testing.assert_allclose(scores[:4], expected[0, :, 1:].reshape(4, 8), atol=1e-3)
    np.testing.assert_allclose(scores[4:, 4:], expected[1, :, 2], atol=1e-3)
    one = lab.compute("composition", {"part": "Q", "head": "L1H0", "measure": "score"}).tensors["scores"]
    np.testing.assert_allclose(one[0], expected[0, :, 1, 0], atol=1e-3)
    np.testing.assert_allclose(one[2], expected[1, 0, 2], atol=1e-3)


def test_one_layer_is_refused(tmp_path: Any) -> None:
    lab: Any = trafolab.open(str(models.gpt2(tmp_path, layers=1)))
    with pytest.raises(trafolab.LabError, match="fewer than two"):
        lab.compute("composition", {})
