"""Position vectors against plain PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import trafolab
from torch.nn.functional import cosine_similarity

from tests import models


@pytest.mark.parametrize("centred", [False, True])
def test_cosines_and_norms(lab: Any, shape: Any, centred: bool) -> None:
    if shape.name in ("llama", "neox"):
        with pytest.raises(trafolab.LabError, match="positions are rotary"):
            lab.compute("position_embeddings", {})
        return
    rows = shape.twin().W_pos.detach()
    result = lab.compute("position_embeddings", {"centred": centred})
    np.testing.assert_allclose(result.tensors["norms"], rows.norm(dim=-1).numpy(), rtol=1e-5)
    rows = rows - rows.mean(0) if centred else rows
    expected = cosine_similarity(rows[:, None], rows[None], dim=-1)
    np.testing.assert_allclose(result.tensors["cosines"], expected.numpy(), atol=1e-5)
    assert (result.data.n_positions, result.data.stride) == (len(rows), 1)
    assert result.data.n_tokens == len(lab.run().ids)


def test_many_are_pooled(gpt2_lab: Any) -> None:
    whole = gpt2_lab.compute("position_embeddings", {}).tensors["cosines"]
    pooled = gpt2_lab.compute("position_embeddings", {"max_size": 16})
    stride = pooled.data.stride
    cell = whole[stride : 2 * stride, :stride]
    assert pooled.tensors["cosines"][1, 0] == cell.flat[np.abs(cell).argmax()]


@pytest.mark.parametrize(
    ("make", "learnt"), [(models.opt, True), (models.bloom, False), (models.gptj, False)]
)
def test_other_architectures(tmp_path: Any, make: Any, learnt: bool) -> None:
    lab: Any = trafolab.open(str(make(tmp_path)))
    if learnt:
        assert lab.compute("position_embeddings", {}).data.n_positions == 64
        return
    with pytest.raises(trafolab.LabError, match="no learnt position vectors"):
        lab.compute("position_embeddings", {})
