"""Neighbours of tokens' vectors against plain PyTorch."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor
from torch.nn.functional import cosine_similarity


@pytest.fixture
def twin(shape: Any) -> Any:
    return shape.twin()


def rows_of(twin: Any, space: str, *, centred: bool) -> Tensor:
    rows = (twin.W_E if space == "embed" else twin.W_U.T).detach()
    return rows - rows.mean(0) if centred else rows


@pytest.mark.parametrize("space", ["embed", "unembed"])
@pytest.mark.parametrize("centred", [False, True])
def test_of_a_sum(lab: Any, twin: Any, space: str, centred: bool) -> None:
    asked = {"plus": [3, 5], "minus": [7], "space": space, "centred": centred, "k": 4}
    data = lab.compute("embedding_neighbours", asked).data
    rows = rows_of(twin, space, centred=centred)
    vector = rows[3] + rows[5] - rows[7]
    cosines = cosine_similarity(rows, vector, dim=-1)
    assert data.mean == pytest.approx(float(cosines.mean()), abs=1e-4)
    assert data.spread == pytest.approx(float(cosines.std()), abs=1e-4)
    assert data.length == pytest.approx(float(vector.norm()), rel=1e-4)
    cosines[[3, 5, 7]] = -2
    top = cosines.topk(4)
    assert [row.id for row in data.rows] == top.indices.tolist()
    assert [row.cosine for row in data.rows] == pytest.approx(top.values.tolist(), abs=1e-4)


def test_of_the_token_that_is_read(lab: Any, shape: Any, twin: Any) -> None:
    data = lab.compute("embedding_neighbours", {"position": 2, "k": 3}).data
    own = int(shape.tokens(twin)[0, 2])
    assert ([each.id for each in data.plus], data.of_prompt) == ([own], True)
    rows = rows_of(twin, "embed", centred=False)
    cosines = cosine_similarity(rows, rows[own], dim=-1)
    cosines[own] = -2
    assert [row.id for row in data.rows] == cosines.topk(3).indices.tolist()


def test_what_is_no_token_is_told(gpt2_lab: Any) -> None:
    data = gpt2_lab.compute("embedding_neighbours", {"plus": [" Alex", "no such token"], "k": 1}).data
    assert [each.token for each in data.plus] == [" Alex"]
    assert len(data.not_found) == 1
    assert "no such token" in data.not_found[0]


def test_without_a_prompt_one_is_asked_for(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    with pytest.raises(trafolab.LabError, match="no token to begin with"):
        lab.compute("embedding_neighbours", {})
    data: Any = lab.compute("embedding_neighbours", {"plus": [4], "k": 2}).data
    assert (data.stamp, data.of_prompt, len(data.rows)) == (None, False, 2)


def test_more_than_there_are(lab: Any, twin: Any) -> None:
    data = lab.compute("embedding_neighbours", {"plus": [1], "k": 200}).data
    assert len(data.rows) == min(200, twin.cfg.d_vocab - 1)
    assert torch.isfinite(torch.tensor([row.cosine for row in data.rows])).all()
