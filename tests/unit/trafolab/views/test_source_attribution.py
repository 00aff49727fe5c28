"""What source tokens give through a head, against TransformerLens's caches on a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab

from tests import models

from .test_logit_attribution import ASKED, difference, read_at, theirs

__all__ = ["theirs"]


@pytest.mark.parametrize("position", [-1, 3])
def test_sources(lab: Any, shape: Any, theirs: Any, position: int) -> None:
    twin, logits, cache = theirs
    result = lab.compute("source_attribution", {**ASKED, "head": "L1H2", "position": position})
    n, at = len(logits), position % len(logits)
    pattern = cache["blocks.1.attn.hook_pattern"][0, 2, at]
    values = cache["blocks.1.attn.hook_v"][0].view(n, shape.groups, -1)
    value = values[:, 2 * shape.groups // shape.n_heads]
    written = pattern[:, None] * (value @ twin.blocks[1].attn.W_O[2])
    expected = [read_at(twin, cache, each, at) for each in written[: at + 1]]
    np.testing.assert_allclose(result.tensors["attribution"], expected, atol=1e-3)
    np.testing.assert_allclose(result.tensors["attention"], pattern[: at + 1].detach(), atol=1e-5)
    rows = lab.compute("logit_attribution", {**ASKED, "position": position}).data.rows
    of_head = next(row.value for row in rows if row.component == "L1H2")
    assert result.data.head_total == pytest.approx(of_head, abs=1e-4)
    assert result.tensors["attribution"].sum() == pytest.approx(of_head, abs=1e-3)
    assert result.data.rest == pytest.approx(0, abs=1e-4)
    assert result.data.total == pytest.approx(difference(logits[at]), abs=1e-3)


def test_what_acts_on_z_is_a_rest(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L1H2")
    result = gpt2_lab.compute("source_attribution", {**ASKED, "head": "L1H2"})
    assert result.data.head_total == pytest.approx(0, abs=1e-6)
    assert result.data.rest == pytest.approx(-float(result.tensors["attribution"].sum()), abs=1e-5)
    gpt2_lab.clear()
    gpt2_lab.ablate("attn.1")
    with pytest.raises(trafolab.LabError, match=r"acts on attn\.1 as a whole"):
        gpt2_lab.compute("source_attribution", {**ASKED, "head": "L1H2"})


def test_behind_a_norm_after_attention(tmp_path: Any) -> None:
    lab: Any = trafolab.open(str(models.gemma2(tmp_path / "gemma2")))
    lab.prompt(models.HART)
    rows = lab.compute("logit_attribution", ASKED).data.rows
    of_head = next(row.value for row in rows if row.component == "L0H3")
    result = lab.compute("source_attribution", {**ASKED, "head": "L0H3"})
    assert torch.tensor(result.tensors["attribution"]).sum().item() == pytest.approx(of_head, abs=1e-3)
