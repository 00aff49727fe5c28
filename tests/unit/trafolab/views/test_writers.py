"""Shares of the stream against what a plain second model's parts wrote."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab

from tests.conftest import Shape


def zero(value: torch.Tensor, hook: Any) -> torch.Tensor:
    return value * 0


def parts(
    twin: Any, tokens: torch.Tensor, position: int, *, ablated: bool = False
) -> dict[str, torch.Tensor]:
    """What the embeddings, attention layers and MLPs wrote, [d_model]."""
    hooks = [("blocks.0.hook_attn_out", zero)] if ablated else []
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        cache = twin.run_with_cache(tokens)[1]
    found = {"entering": cache["blocks.0.hook_resid_pre"][0, position]}
    for layer in (0, 1):
        for name in ("attn", "mlp"):
            if f"blocks.{layer}.hook_{name}_out" in cache:
                found[f"{name}.{layer}"] = cache[f"blocks.{layer}.hook_{name}_out"][0, position]
    return found


def share(write: torch.Tensor, stream: torch.Tensor) -> float:
    return float(write @ stream / stream.norm() ** 2)


def of_layers(data: Any) -> dict[str, Any]:
    """Attention layers and MLPs, without what embeddings wrote."""
    return {row.component: row for row in data.rows if row.component.startswith(("attn.", "mlp."))}


def test_layers_by_their_share(lab: Any, shape: Shape) -> None:
    lab.ablate("attn.0")
    twin = shape.twin()
    expected = parts(twin, shape.tokens(twin), 3, ablated=True)
    stream = torch.stack([*expected.values()]).sum(0)
    data = lab.compute("writers", {"position": 3, "by": "layer"}).data
    assert (data.point, data.position, data.n_rest) == ("resid_post.1", 3, 0)
    assert data.norm == pytest.approx(float(stream.norm()), rel=1e-4)
    assert sum(row.share for row in data.rows) == pytest.approx(1, abs=1e-4)
    for name, row in of_layers(data).items():
        write = expected[name]
        assert row.share == pytest.approx(share(write, stream), abs=1e-4)
        assert row.norm == pytest.approx(float(write.norm()), abs=1e-4)
        cosine = float(torch.nn.functional.cosine_similarity(write, stream, dim=0))
        assert row.cosine == pytest.approx(cosine, abs=1e-4)
    assert set(of_layers(data)) == set(expected) - {"entering"}


def test_heads_sum_to_their_layer(lab: Any, shape: Shape) -> None:
    twin = shape.twin()
    expected = parts(twin, shape.tokens(twin), -1)
    stream = torch.stack([*expected.values()]).sum(0)
    rows = lab.compute("writers", {"k": 100}).data.rows
    assert sum(row.share for row in rows) == pytest.approx(1, abs=1e-4)
    for layer in (0, 1):
        heads = [row.share for row in rows if row.component.startswith(f"L{layer}H")]
        biases = [row.share for row in rows if row.component == f"bias.attn.{layer}"]
        assert len(heads) == 4
        assert sum([*heads, *biases]) == pytest.approx(share(expected[f"attn.{layer}"], stream), abs=1e-4)
    assert [abs(row.share) for row in rows] == sorted((abs(row.share) for row in rows), reverse=True)


def test_who_wrote_the_difference(lab: Any, shape: Shape) -> None:
    """Where a whole layer's output is changed its heads can't be told apart: then layers are compared."""
    lab.ablate("attn.0")
    twin = shape.twin()
    live = parts(twin, shape.tokens(twin), -1, ablated=True)
    plain = parts(twin, shape.tokens(twin), -1)
    change = {name: live[name] - plain[name] for name in live}
    stream = torch.stack([*change.values()]).sum(0)
    data = lab.compute("writers", {"against": "plain"}).data
    assert data.norm == pytest.approx(float(stream.norm()), rel=1e-3)
    assert sum(row.share for row in data.rows) == pytest.approx(1, abs=1e-3)
    for name, row in of_layers(data).items():
        assert row.share == pytest.approx(share(change[name], stream), abs=1e-3)


def test_a_point_in_between_and_a_rest(gpt2_lab: Any, gpt2: Shape) -> None:
    twin = gpt2.twin()
    expected = parts(twin, gpt2.tokens(twin), 2)
    stream = torch.stack([expected[name] for name in ("entering", "attn.0")]).sum(0)
    data = gpt2_lab.compute(
        "writers", {"point": "resid_mid.0", "position": 2, "k": 3, "measure": "norm"}
    ).data
    assert data.norm == pytest.approx(float(stream.norm()), rel=1e-4)
    assert [row.norm for row in data.rows] == sorted((row.norm for row in data.rows), reverse=True)
    assert (len(data.rows), data.n_rest) == (3, 4)
    assert sum(row.share for row in data.rows) + data.rest == pytest.approx(1, abs=1e-4)


def test_what_an_intervention_added_to_the_stream(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("resid_post.0")
    rows = {row.component: row for row in gpt2_lab.compute("writers", {"k": 100}).data.rows}
    assert sum(row.share for row in rows.values()) == pytest.approx(1, abs=1e-4)
    assert rows["act.resid_post.0"].norm > 0


def test_what_there_is_none_of_is_refused(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match=r"no stream resid_post\.7"):
        gpt2_lab.compute("writers", {"point": "resid_post.7"})
    gpt2_lab.prompt("Her name was Alex", corrupt="Her name")
    with pytest.raises(trafolab.LabError, match="no position 4"):
        gpt2_lab.compute("writers", {"run": "corrupt"})
