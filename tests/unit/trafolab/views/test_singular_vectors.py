"""Singular vectors against TransformerLens's interpreter on a folded model, and against plain PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from torch import Tensor
from transformer_lens import SVDInterpreter

from tests import models


@pytest.fixture
def folded(shape: Any) -> Any:
    twin = shape.twin()
    if shape.name != "toy":
        twin.enable_compatibility_mode(disable_warnings=True)
    return twin


def written(twin: Any, vectors: Tensor) -> Tensor:
    """[n, vocab], centred."""
    logits = vectors @ twin.W_U.detach()
    return logits - logits.mean(-1, keepdim=True)


def alike(ends: Any, expected: Tensor) -> None:
    """Both ends [vocab], but for the sign."""
    top = sorted(each.value for each in ends.top)
    bottom = sorted(each.value for each in ends.bottom)
    high, low = (sorted(expected.topk(len(top), largest=way).values.tolist()) for way in (True, False))
    turned = abs(top[-1] - high[-1]) > abs(top[-1] + low[0])
    if turned:
        high, low = sorted(-x for x in low), sorted(-x for x in high)
    np.testing.assert_allclose(top, high, atol=2e-3)
    np.testing.assert_allclose(bottom, low, atol=2e-3)
    assert abs(top[-1]) >= abs(bottom[0]) - 1e-4


def test_of_a_head(lab: Any, shape: Any, folded: Any) -> None:
    result = lab.compute("singular_vectors", {"component": "1.2", "n": 3, "k": 4})
    whole = folded.OV[1, 2].AB.detach().double()
    left, values, _ = torch.linalg.svd(whole)
    found = result.tensors["values"]
    np.testing.assert_allclose(found, values[: len(found)].numpy(), rtol=1e-3)
    told = SVDInterpreter(folded).get_singular_vectors("OV", 1, num_vectors=3, head_index=2)[:, 0].T
    told = told - told.mean(-1, keepdim=True)
    for vector, expected in zip(result.data.vectors, told, strict=True):
        alike(vector.writes, expected)
    assert sum(each.share for each in result.data.vectors) == pytest.approx(
        float(values[:3].square().sum() / values.square().sum()), abs=1e-4
    )
    if shape.name == "toy":
        for vector, direction in zip(result.data.vectors, left.T[:3].float(), strict=True):
            top = (folded.W_E.detach() @ direction).abs().max()
            largest = max(abs(vector.reads.top[0].value), abs(vector.reads.bottom[0].value))
            assert largest == pytest.approx(float(top), abs=1e-3)


def test_both_sides_have_one_sign(gpt2_lab: Any, gpt2: Any) -> None:
    """The sign of what is read follows that of what is written, as their product is the matrix."""
    vectors = gpt2_lab.compute("singular_vectors", {"component": "L1H2", "n": 4, "k": 30}).data.vectors
    read = {v.index: {each.id: each.value for each in [*v.reads.top, *v.reads.bottom]} for v in vectors}
    twin = gpt2.twin()
    twin.enable_compatibility_mode(disable_warnings=True)
    left, _, right = torch.linalg.svd(twin.OV[1, 2].AB.detach().double())
    rows = gpt2.twin().W_E.detach().double()
    rows = rows - rows.mean(-1, keepdim=True)
    rows = rows / (rows.square().mean(-1, keepdim=True) + 1e-5).sqrt()
    for vector in vectors:
        own = (rows @ left[:, vector.index]).float()
        writes = written(twin, right[vector.index].float()[None])[0]
        sign = np.sign(float(writes[vector.writes.top[0].id]))
        for id, value in read[vector.index].items():
            assert value == pytest.approx(sign * float(own[id]), abs=2e-3)


def test_of_an_mlp(lab: Any, shape: Any, folded: Any) -> None:
    if not shape.has_mlp:
        with pytest.raises(trafolab.LabError, match=r"mlp\.0"):
            lab.compute("singular_vectors", {"component": "mlp.0"})
        return
    interpreter = SVDInterpreter(folded)
    for name, kind in (("W_in", "w_in"), ("W_out", "w_out")):
        asked = {"component": "mlp.1", "matrix": name, "n": 3, "k": 4, "read_by": "unembed"}
        result = lab.compute("singular_vectors", asked)
        told = interpreter.get_singular_vectors(kind, 1, num_vectors=3)[:, 0].T
        told = told - told.mean(-1, keepdim=True)
        for vector, expected in zip(result.data.vectors, told, strict=True):
            assert (vector.reads is None) == (name == "W_out")
            assert (vector.writes is None) == (name == "W_in")
            alike(vector.reads or vector.writes, expected)
        weights = getattr(folded.blocks[1].mlp, name).detach()
        expected_values = torch.linalg.svdvals(weights.double())
        found = result.tensors["values"]
        np.testing.assert_allclose(found, expected_values[: len(found)].numpy(), rtol=1e-3, atol=1e-3)


def test_a_part_of_the_vectors(gpt2_lab: Any) -> None:
    whole = gpt2_lab.compute("singular_vectors", {"component": "L0H0", "n": 5}).data.vectors
    part = gpt2_lab.compute("singular_vectors", {"component": "L0H0", "first": 3, "n": 2}).data.vectors
    assert [each.index for each in part] == [3, 4]
    for one, other in zip(part, whole[3:], strict=True):
        assert [token.id for token in one.writes.top] == [token.id for token in other.writes.top]
        assert one.value == pytest.approx(other.value)
    assert gpt2_lab.compute("singular_vectors", {"component": "L0H0", "first": 60}).data.vectors == []
    with pytest.raises(trafolab.LabError, match="singular vectors"):
        gpt2_lab.compute("singular_vectors", {"component": "attn.0"})


@pytest.mark.parametrize("make", [models.gemma2, models.bloom, models.gptj, models.opt, models.qwen3])
def test_other_architectures(tmp_path: Any, make: Any) -> None:
    lab: Any = trafolab.open(str(make(tmp_path)))
    for component in ("L1H3", "mlp.1"):
        result = lab.compute("singular_vectors", {"component": component})
        assert np.all(np.diff(result.tensors["values"]) <= 0)
        assert len(result.data.vectors) == 6
