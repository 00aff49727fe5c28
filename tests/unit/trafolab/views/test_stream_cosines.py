"""Cosines of the stream against the caches of a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from torch.nn.functional import cosine_similarity

from .test_stream_norms import streams


def expected(rows: dict[str, torch.Tensor], cols: dict[str, torch.Tensor], position: int) -> Any:
    return np.array(
        [
            [float(cosine_similarity(a[position], b[position], dim=0)) for b in cols.values()]
            for a in rows.values()
        ]
    )


def test_between_points_and_between_runs(lab: Any, shape: Any) -> None:
    lab.ablate("attn.0")
    twin = shape.twin()
    live = streams(twin, shape.tokens(twin), ablated=True)
    corrupt = streams(twin, shape.tokens(twin, shape.corrupt))
    alone = lab.compute("stream_cosines", {"position": 2})
    assert (alone.data.points, alone.data.position) == (list(live), 2)
    np.testing.assert_allclose(alone.tensors["cosines"], expected(live, live, 2), atol=1e-4)
    other = lab.compute("stream_cosines", {"run": "corrupt", "against": "live"})
    np.testing.assert_allclose(other.tensors["cosines"], expected(corrupt, live, -1), atol=1e-4)
    assert (other.data.run, other.data.against, other.data.runs) == (
        "corrupt",
        "live",
        ["live", "plain", "corrupt"],
    )


def test_a_stream_of_zeros_has_no_direction(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("resid_post.0")
    cosines = gpt2_lab.compute("stream_cosines", {}).tensors["cosines"]
    at = 2
    assert np.isnan(cosines[at]).all()
    assert np.isnan(cosines[:, at]).all()
    assert np.isfinite(np.delete(np.delete(cosines, at, 0), at, 1)).all()


def test_a_position_that_one_run_lacks_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Alex", corrupt="Her name")
    assert gpt2_lab.compute("stream_cosines", {"against": "corrupt", "position": 1}).data.position == 1
    with pytest.raises(trafolab.LabError, match="no position 4"):
        gpt2_lab.compute("stream_cosines", {"against": "corrupt"})
