"""Attention rollout, entry by entry, from the patterns that plain hooks see on a second model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab


def zero_2(value: torch.Tensor, hook: Any) -> torch.Tensor:
    value[:, 2] = 0
    return value


def patterns(twin: Any, tokens: torch.Tensor, *, ablated: bool = False) -> list[np.ndarray[Any, Any]]:
    """[head, query, key] of both layers."""
    found: dict[str, np.ndarray[Any, Any]] = {}

    def keep(value: torch.Tensor, hook: Any) -> None:
        found[hook.name] = value[0].detach().double().numpy().copy()

    names = [f"blocks.{layer}.attn.hook_pattern" for layer in (0, 1)]
    hooks = [("blocks.0.hook_attn_out", zero_2)] if ablated else []
    with torch.no_grad():
        twin.run_with_hooks(tokens, fwd_hooks=[*hooks, *((name, keep) for name in names)])
    return [found[name] for name in names]


def rollout(layers: list[np.ndarray[Any, Any]], average: str = "mean") -> list[np.ndarray[Any, Any]]:
    """The whole product [query, key] after each layer."""
    product = np.eye(layers[0].shape[-1])
    products = []
    for heads in layers:
        n = heads.shape[-1]
        step = np.zeros((n, n))
        for query in range(n):
            for key in range(n):
                entries = heads[:, query, key]
                one = entries.sum() / len(entries) if average == "mean" else max(entries)
                step[query, key] = 0.5 * one + 0.5 * (query == key)
            step[query] /= step[query].sum()
        product = step @ product
        products.append(product)
    return products


@pytest.mark.parametrize("average", ["mean", "max"])
def test_of_each_run(lab: Any, shape: Any, average: str) -> None:
    lab.ablate("attn.0", positions=[2])
    twin = shape.twin()
    runs = {
        "live": patterns(twin, shape.tokens(twin), ablated=True),
        "plain": patterns(twin, shape.tokens(twin)),
        "corrupt": patterns(twin, shape.tokens(twin, shape.corrupt)),
    }
    n = runs["plain"][0].shape[-1]
    for name, layers in runs.items():
        products = rollout(layers, average)
        for position in (-1, 3, 0):
            asked = {"run": name, "average": average, "position": position}
            result = lab.compute("attention_rollout", asked)
            at = position % n
            flow = result.tensors["flow"]
            np.testing.assert_allclose(
                flow[:, : at + 1], [product[at, : at + 1] for product in products], atol=1e-5
            )
            np.testing.assert_allclose(flow[:, : at + 1].sum(1), 1, atol=1e-5)
            assert np.isnan(flow[:, at + 1 :]).all()
            assert flow.dtype == np.float32
            data = result.data
            assert (data.run, data.average, data.position, data.layers) == (name, average, at, [0, 1])
            assert (data.stride, data.token) == (1, data.tokens[at])
            assert data.runs == ["live", "plain", "corrupt"]


def test_cells_of_a_long_prompt_are_the_largest_of_their_tokens(gpt2_lab: Any) -> None:
    whole = gpt2_lab.compute("attention_rollout", {}).tensors["flow"]
    result = gpt2_lab.compute("attention_rollout", {"max_size": 5, "hide_bos": True})
    stride = result.data.stride
    assert stride == -(-whole.shape[1] // 5)
    hidden = np.concatenate([np.full_like(whole[:, :1], -np.inf), whole[:, 1:]], axis=1)
    expected = [hidden[:, i : i + stride].max(1) for i in range(0, whole.shape[1], stride)]
    np.testing.assert_allclose(result.tensors["flow"], np.stack(expected, 1))
    alone = gpt2_lab.compute("attention_rollout", {"hide_bos": True}).tensors["flow"]
    assert np.isnan(alone[:, 0]).all()
    np.testing.assert_array_equal(alone[:, 1:], whole[:, 1:])


def test_what_there_is_none_of_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Alex", corrupt="Her name")
    with pytest.raises(trafolab.LabError, match="no position"):
        gpt2_lab.compute("attention_rollout", {"run": "corrupt"})
    with pytest.raises(trafolab.LabError, match="no run named other"):
        gpt2_lab.compute("attention_rollout", {"run": "other"})
    with pytest.raises(trafolab.LabError, match="max_size"):
        gpt2_lab.compute("attention_rollout", {"max_size": 4096})
    assert gpt2_lab.compute("attention_rollout", {"run": "corrupt", "position": 0}).data.position == 0
