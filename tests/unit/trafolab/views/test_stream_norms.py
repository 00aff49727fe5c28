"""The stream's norms against the caches of a plain second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


def streams(twin: Any, tokens: torch.Tensor, *, ablated: bool = False) -> dict[str, torch.Tensor]:
    """Every place of the stream that fires, [pos, d_model] by its short name, bottom to top."""
    hooks = [("blocks.0.hook_attn_out", zero)] if ablated else []
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        cache = twin.run_with_cache(tokens)[1]
    found = {"resid_pre.0": cache["blocks.0.hook_resid_pre"][0]}
    for layer in (0, 1):
        for place in ("resid_mid", "resid_post"):
            if f"blocks.{layer}.hook_{place}" in cache:
                found[f"{place}.{layer}"] = cache[f"blocks.{layer}.hook_{place}"][0]
    return found


def test_norms_of_each_run(lab: Any, shape: Any) -> None:
    lab.ablate("attn.0")
    twin = shape.twin()
    runs = {
        "live": streams(twin, shape.tokens(twin), ablated=True),
        "plain": streams(twin, shape.tokens(twin)),
        "corrupt": streams(twin, shape.tokens(twin, shape.corrupt)),
    }
    for name, expected in runs.items():
        result = lab.compute("stream_norms", {"run": name})
        assert result.data.points == list(expected)
        assert (result.data.run, result.data.stride, result.data.against) == (name, 1, None)
        assert result.data.runs == ["live", "plain", "corrupt"]
        norms = torch.stack([stream.norm(dim=-1) for stream in expected.values()]).numpy()
        np.testing.assert_allclose(result.tensors["values"], norms, rtol=1e-4)
        assert result.tensors["values"].dtype == np.float32


def test_where_a_change_spreads(lab: Any, shape: Any) -> None:
    lab.ablate("attn.0", positions=[2])
    twin = shape.twin()

    def at_2(value: torch.Tensor, hook: Any) -> torch.Tensor:
        value[:, 2] = 0
        return value

    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", at_2)]):
        live = twin.run_with_cache(shape.tokens(twin))[1]
    plain = streams(twin, shape.tokens(twin))
    result = lab.compute("stream_norms", {"measure": "change", "against": "plain"})
    hooks = {n: n.split(".")[0] for n in plain}
    changed = {n: live[f"blocks.{n[-1]}.hook_{hooks[n]}"][0] - plain[n] for n in plain}
    expected = torch.stack([change.norm(dim=-1) for change in changed.values()]).numpy()
    values = result.tensors["values"]
    np.testing.assert_allclose(values, expected, atol=1e-4)
    assert not values[:, :2].any()
    assert values[-1, 2:].all()
    shares = lab.compute("stream_norms", {"measure": "share", "against": "plain"}).tensors["values"]
    base = torch.stack([stream.norm(dim=-1) for stream in plain.values()]).numpy()
    np.testing.assert_allclose(shares, expected / base, atol=1e-5)


def test_cells_of_a_long_prompt_are_the_largest_of_their_tokens(gpt2_lab: Any) -> None:
    whole = gpt2_lab.compute("stream_norms", {}).tensors["values"]
    n = whole.shape[1]
    result = gpt2_lab.compute("stream_norms", {"max_size": 5, "hide_bos": True})
    stride = result.data.stride
    assert stride == -(-n // 5)
    hidden = np.concatenate([np.full_like(whole[:, :1], -np.inf), whole[:, 1:]], axis=1)
    expected = [hidden[:, i : i + stride].max(1) for i in range(0, n, stride)]
    np.testing.assert_allclose(result.tensors["values"], np.stack(expected, 1))
    alone = gpt2_lab.compute("stream_norms", {"hide_bos": True}).tensors["values"]
    assert np.isnan(alone[:, 0]).all()
    assert np.isfinite(alone[:, 1:]).all()


def test_runs_that_do_not_belong_together_are_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Alex", corrupt="Her name")
    with pytest.raises(trafolab.LabError, match="different numbers of tokens"):
        gpt2_lab.compute("stream_norms", {"measure": "change", "against": "corrupt"})
    with pytest.raises(trafolab.LabError, match="no run named other"):
        gpt2_lab.compute("stream_norms", {"run": "other"})
    assert gpt2_lab.compute("stream_norms", {"run": "corrupt"}).tensors["values"].shape[1] == 3
