"""What the stream points at, against a plain second model."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from torch.nn.functional import cosine_similarity

from tests.conftest import Shape

from .test_stream_norms import streams


def through_final_norm(twin: Any, shape: Shape, vector: torch.Tensor) -> torch.Tensor:
    """What the norm makes of it, up to a factor and without what it adds to everything."""
    if shape.name == "toy":
        return vector
    with torch.no_grad():
        return (twin.ln_final(vector[None, None] * 1e4) - twin.ln_final(-vector[None, None] * 1e4))[0, 0]


def test_tokens_in_both_spaces(lab: Any, shape: Shape) -> None:
    lab.ablate("attn.0")
    twin = shape.twin()
    live = streams(twin, shape.tokens(twin), ablated=True)
    for point in live:
        data = lab.compute("holds", {"point": point, "position": 3, "k": 4}).data
        vector = live[point][3]
        assert (data.point, data.position) == (point, 3)
        assert data.norm == pytest.approx(float(vector.norm()), rel=1e-4)
        read = {"unembed": through_final_norm(twin, shape, vector), "embed": vector}
        rows = {"unembed": twin.W_U.T, "embed": twin.W_E}
        assert [each.space for each in data.tokens] == list(read)
        for found in data.tokens:
            cosines = cosine_similarity(rows[found.space].detach(), read[found.space][None])
            assert [each.id for each in found.nearest] == cosines.topk(4).indices.tolist()
            assert [each.id for each in found.opposite] == (-cosines).topk(4).indices.tolist()
            for each in (*found.nearest, *found.opposite):
                assert each.score == pytest.approx(float(cosines[each.id]), abs=1e-4)


def test_directions_and_the_difference_of_runs(gpt2_lab: Any, gpt2: Shape) -> None:
    gpt2_lab.ablate("attn.0")
    draw = torch.Generator().manual_seed(0)
    one, other = torch.randn(2, 32, generator=draw)
    gpt2_lab.direction("one", one)
    gpt2_lab.direction("other", other * 5)
    twin = gpt2.twin()
    live = streams(twin, gpt2.tokens(twin), ablated=True)["resid_post.1"][-1]
    corrupt = streams(twin, gpt2.tokens(twin, gpt2.corrupt))["resid_post.1"][-1]
    data = gpt2_lab.compute("holds", {"against": "corrupt"}).data
    assert data.norm == pytest.approx(float((live - corrupt).norm()), rel=1e-4)
    found = {each.name: each for each in data.directions}
    for name, direction in (("one", one), ("other", other)):
        cosine = float(cosine_similarity(live - corrupt, direction, dim=0))
        assert found[name].cosine == pytest.approx(cosine, abs=1e-4)
        assert found[name].projection == pytest.approx(cosine * data.norm, abs=1e-3)
    sizes = [abs(each.cosine) for each in data.directions]
    assert sizes == sorted(sizes, reverse=True)


def test_before_a_later_layer_and_where_nothing_is(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("resid_pre.1")
    data = gpt2_lab.compute("holds", {"point": "resid_pre.1", "k": 2}).data
    assert data.norm == 0
    assert [each.score for each in data.tokens[0].nearest] == [0, 0]


def test_what_there_is_none_of_is_refused(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match=r"mlp\.0 is no point"):
        gpt2_lab.compute("holds", {"point": "mlp.0"})
    gpt2_lab.prompt("Her name was Alex", corrupt="Her name")
    with pytest.raises(trafolab.LabError, match="no position 4"):
        gpt2_lab.compute("holds", {"run": "corrupt"})
