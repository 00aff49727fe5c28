"""Each token's loss against plain PyTorch's cross entropy on a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def zero(value: Tensor, hook: Any) -> Tensor:
    return value * 0


def losses(logits: Tensor, ids: Tensor) -> Tensor:
    return cross_entropy(logits[0, :-1], ids[0, 1:], reduction="none")


def test_losses(lab: Any, shape: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.ablate("attn.0")
    twin = shape.twin()
    ids = shape.tokens(twin)
    with torch.no_grad():
        plain = losses(twin(ids), ids)
        with twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
            live = losses(twin(ids), ids)
    for rows in (128, 3):
        monkeypatch.setattr("trafolab.views.token_loss._ROWS", rows)
        result = lab.compute("token_loss", {})
        for name, expected in (("live", live), ("plain", plain)):
            assert np.isnan(result.tensors[name][0])
            np.testing.assert_allclose(result.tensors[name][1:], expected, atol=1e-4)
    assert result.data.mean_live == pytest.approx(float(live.mean()), abs=1e-4)
    assert result.data.mean_plain == pytest.approx(float(plain.mean()), abs=1e-4)
    assert not result.data.same


def test_without_interventions_there_is_one_run(lab: Any) -> None:
    result = lab.compute("token_loss", {})
    assert result.data.same
    assert result.data.mean_live == result.data.mean_plain
    lab.metric("loss")
    assert result.data.mean_live == pytest.approx(lab.run().metric, abs=1e-4)


def test_one_token_has_no_loss(gpt2_lab: Any) -> None:
    gpt2_lab.prompt([5])
    result = gpt2_lab.compute("token_loss", {})
    assert result.data.mean_live is None
    assert np.isnan(result.tensors["live"]).all()
