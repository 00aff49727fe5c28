"""Weight matrices against those of a plain model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from torch import Tensor

from tests import models


@pytest.fixture
def twin(shape: Any) -> Any:
    return shape.twin()


def of_head(twin: Any, name: str, layer: int, head: int) -> Tensor:
    """One head's own, by TransformerLens's stacks over layers."""
    stack = getattr(twin, name).detach()[layer]
    return stack[head * len(stack) // twin.cfg.n_heads]


def test_of_a_head(lab: Any, twin: Any) -> None:
    expected = {name: of_head(twin, name, 1, 3) for name in ("W_Q", "W_K", "W_V", "W_O")}
    expected["OV"] = twin.OV[1, 3].AB.detach()
    expected["QK"] = twin.QK[1, 3].AB.detach()
    for name, weights in expected.items():
        result = lab.compute("weight_matrix", {"component": "L1H3", "matrix": name})
        np.testing.assert_allclose(result.tensors["weights"], weights.numpy(), atol=1e-5)
        assert result.data.there == list(expected)
        assert (result.data.matrix, result.data.shape) == (name, list(weights.shape))
        assert result.data.norm == pytest.approx(float(weights.norm()), rel=1e-4)
        assert result.data.rms == pytest.approx(float(weights.square().mean().sqrt()), rel=1e-4)
        assert result.data.largest == pytest.approx(float(weights.abs().max()), rel=1e-4)


def test_of_a_layer_its_heads_stand_beside_each_other(lab: Any, twin: Any, shape: Any) -> None:
    result = lab.compute("weight_matrix", {"component": "attn.1", "matrix": "W_K", "max_size": 480})
    heads = twin.W_K.detach()[1]
    np.testing.assert_array_equal(result.tensors["weights"], torch.cat(list(heads), 1).numpy())
    written = lab.compute("weight_matrix", {"component": "attn.1", "matrix": "W_O"}).tensors["weights"]
    np.testing.assert_array_equal(written, torch.cat(list(twin.W_O.detach()[1]), 0).numpy())


def test_of_an_mlp(lab: Any, twin: Any, shape: Any) -> None:
    if not shape.has_mlp:
        with pytest.raises(trafolab.LabError, match=r"mlp\.0"):
            lab.compute("weight_matrix", {"component": "mlp.0"})
        return
    mlp = twin.blocks[0].mlp
    names = ["W_in", "W_gate", "W_out"] if shape.name == "llama" else ["W_in", "W_out"]
    for name in names:
        result = lab.compute("weight_matrix", {"component": "mlp.0", "matrix": name})
        np.testing.assert_array_equal(result.tensors["weights"], getattr(mlp, name).detach().numpy())
        assert result.data.there == names


def test_of_both_ends(lab: Any, twin: Any) -> None:
    n = twin.cfg.d_vocab
    part = {"rows": (n - 5, n), "cols": (2, 4)}
    embed = lab.compute("weight_matrix", {"of": "embed", **part})
    np.testing.assert_array_equal(embed.tensors["weights"], twin.W_E.detach()[n - 5 :, 2:4].numpy())
    assert (embed.data.row_axis, embed.data.rows, embed.data.row_stride) == ("token", [n - 5, n], 1)
    unembed = lab.compute("weight_matrix", {"component": "unembed", "rows": (0, 3), "cols": (1, 9)})
    np.testing.assert_array_equal(unembed.tensors["weights"], twin.W_U.detach()[:3, 1:9].numpy())
    assert unembed.data.choices[-1] == "unembed"


def test_a_large_one_is_pooled_by_magnitude(lab: Any, twin: Any) -> None:
    result = lab.compute("weight_matrix", {"of": "embed", "max_size": 8})
    whole, data = twin.W_E.detach().numpy(), result.data
    assert max(result.tensors["weights"].shape) <= 8
    cell = whole[data.row_stride : 2 * data.row_stride, : data.col_stride]
    assert result.tensors["weights"][1, 0] == cell.flat[np.abs(cell).argmax()]


def test_what_fits_another_component_falls_back(lab: Any) -> None:
    data = lab.compute("weight_matrix", {"component": "L0H1", "matrix": "W_in", "rows": (900, 1000)}).data
    assert (data.matrix, data.rows) == ("W_Q", [0, data.shape[0]])
    with pytest.raises(trafolab.LabError, match="no matrix named W_X"):
        lab.compute("weight_matrix", {"component": "L0H1", "matrix": "W_X"})
    with pytest.raises(trafolab.LabError, match="no weight matrix"):
        lab.compute("weight_matrix", {"component": "resid_pre.0"})


def test_a_group_of_heads(tmp_path: Any) -> None:
    lab: Any = trafolab.open(str(models.llama(tmp_path)))
    shared = lab.compute("weight_matrix", {"component": "L0KV1"})
    assert shared.data.there == ["W_K", "W_V"]
    own = lab.compute("weight_matrix", {"component": "L0H3", "matrix": "W_K"})
    np.testing.assert_array_equal(shared.tensors["weights"], own.tensors["weights"])


@pytest.mark.parametrize("make", [models.gemma2, models.bloom, models.gptj, models.opt, models.qwen3])
def test_other_architectures(tmp_path: Any, make: Any) -> None:
    lab: Any = trafolab.open(str(make(tmp_path)))
    choices = lab.compute("weight_matrix", {}).data.choices
    for component in [*choices, "L1H3"]:
        assert np.isfinite(lab.compute("weight_matrix", {"component": component}).tensors["weights"]).all()
