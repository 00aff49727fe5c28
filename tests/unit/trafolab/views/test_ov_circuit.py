"""The OV circuit against a plain model in whose stream each token stands alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from transformer_lens.model_bridge import TransformerBridge

from tests import models
from tests.unit.trafolab.views.alone import embedded, logits_of, read_alone, silent, written_alone


@pytest.fixture
def twin(shape: Any) -> Any:
    return shape.twin()


@pytest.mark.parametrize("head", ["L0H1", "L1H2"])
def test_entries_are_what_the_head_adds_to_each_logit(lab: Any, shape: Any, twin: Any, head: str) -> None:
    result = lab.compute("ov_circuit", {"head": head, "position": 2, "k": 3})
    ids = shape.tokens(twin)[0].tolist()
    whole = written_alone(twin, embedded(twin, ids), int(head[1]), int(head[3]))
    np.testing.assert_allclose(result.tensors["entries"], whole[:, ids].numpy(), atol=1e-3)
    top, bottom = whole[2].topk(3), whole[2].topk(3, largest=False)
    assert [each.id for each in result.data.top] == top.indices.tolist()
    assert [each.value for each in result.data.bottom] == pytest.approx(bottom.values.tolist(), abs=1e-3)


def test_what_it_does_over_the_vocabulary(lab: Any, shape: Any, twin: Any) -> None:
    result = lab.compute("ov_circuit", {"head": "L1H2", "k": 4})
    n = twin.cfg.d_vocab
    whole = written_alone(twin, embedded(twin, range(n)), 1, 2)
    found, told = result.tensors["eigenvalues"], result.data.vocabulary
    expected = torch.linalg.eigvals(whole.double())
    expected = expected[expected.abs().argsort(descending=True)][: len(found)]
    assert told.positive == pytest.approx(float(expected.sum().real / expected.abs().sum()), abs=1e-3)
    np.testing.assert_allclose(np.hypot(*found.T), expected.abs().numpy(), rtol=1e-3, atol=1e-2)
    rank = (whole > whole.diagonal()[:, None]).sum(-1)
    assert told.own_in_top == pytest.approx(float((rank < 4).float().mean()), abs=1e-6)
    assert (told.n_rows, told.n_spanned) == (n, n)
    order = whole.max(-1).values.argsort(descending=True)[:4].tolist()
    assert [pair.row_id for pair in told.largest] == order
    assert [pair.col_id for pair in told.largest] == whole[order].argmax(-1).tolist()
    low = whole.min(-1).values.sort().values[:4]
    assert [pair.value for pair in told.smallest] == pytest.approx(low.tolist(), abs=1e-3)


def test_with_the_first_mlp(lab: Any, shape: Any, twin: Any) -> None:
    ask = {"head": "L1H2", "embedding": "after_mlp0"}
    if not shape.has_mlp:
        with pytest.raises(trafolab.LabError, match="has no MLP"):
            lab.compute("ov_circuit", ask)
        return
    ids = shape.tokens(twin)[0].tolist()
    rows = embedded(twin, ids)
    # The MLP of the first layer reads the bare token where its attention writes nothing.
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", silent)]):
        made = read_alone(twin, rows, 0, "hook_mlp_out")
    whole = written_alone(twin, rows + made, 1, 2)
    result = lab.compute("ov_circuit", ask)
    np.testing.assert_allclose(result.tensors["entries"], whole[:, ids].numpy(), atol=2e-3)


def test_a_long_prompt_is_pooled(gpt2_lab: Any) -> None:
    whole = gpt2_lab.compute("ov_circuit", {"head": "L0H0"}).tensors["entries"]
    pooled = gpt2_lab.compute("ov_circuit", {"head": "L0H0", "max_size": 4})
    stride = pooled.data.stride
    cell = whole[:stride, stride : 2 * stride]
    assert pooled.data.size == len(pooled.tensors["entries"]) <= 4
    assert pooled.tensors["entries"][0, 1] == cell.flat[np.abs(cell).argmax()]


def test_it_needs_no_prompt_and_follows_the_weights(gpt2: Any) -> None:
    lab: Any = trafolab.open(gpt2.source)
    first = lab.compute("ov_circuit", {"head": "L0H0"})
    assert (first.data.tokens, first.data.stamp, first.tensors["entries"].shape) == ([], None, (0, 0))
    with torch.no_grad():
        lab.model.blocks[0].attn.o.weight.mul_(2)
    after = lab.compute("ov_circuit", {"head": "L0H0"})
    np.testing.assert_allclose(
        after.tensors["eigenvalues"], 2 * first.tensors["eigenvalues"], rtol=1e-3, atol=1e-3
    )


@pytest.mark.parametrize("make", [models.gemma2, models.bloom, models.gptj, models.opt, models.qwen3])
def test_other_architectures(tmp_path: Any, make: Any) -> None:
    """A plain model adds the same, from its own stream where it begins and after the first MLP."""
    path = str(make(tmp_path))
    lab: Any = trafolab.open(path)
    lab.prompt(models.HART)
    entries = lab.compute("ov_circuit", {"head": "L1H3"}).tensors["entries"]
    twin = TransformerBridge.boot_transformers(path, device="cpu")
    ids = twin.to_tokens(models.HART)[0].tolist()
    hooks = [("blocks.0.hook_attn_out", silent)]
    with torch.no_grad(), twin.hooks(fwd_hooks=hooks):
        after = twin.run_with_cache(torch.tensor(ids)[:, None])[1]
    begun, left = after["blocks.0.hook_resid_pre"][:, 0], after["blocks.0.hook_resid_post"][:, 0]
    if make is models.opt:
        begun = embedded(twin, ids)
    np.testing.assert_allclose(entries, added(twin, begun, 1, 3)[:, ids].numpy(), atol=2e-3)
    ask = {"head": "L1H3", "embedding": "after_mlp0"}
    if make in (models.bloom, models.opt):
        with pytest.raises(trafolab.LabError, match="no MLP that can be run alone"):
            lab.compute("ov_circuit", ask)
        return
    told = lab.compute("ov_circuit", ask).tensors["entries"]
    np.testing.assert_allclose(told, added(twin, left, 1, 3)[:, ids].numpy(), atol=2e-3)


def added(twin: Any, rows: torch.Tensor, layer: int, head: int) -> torch.Tensor:
    """As :func:`written_alone`, behind the norm after attention where there is one, less its scale."""
    post = getattr(twin.blocks[layer], "ln1_post", None)
    if post is None:
        return written_alone(twin, rows, layer, head)
    values = read_alone(twin, rows, layer, "attn.hook_z").reshape(len(rows), twin.cfg.n_heads, -1)[:, head]
    gain = post.weight + 1 if post.uses_weight_offset else post.weight
    return logits_of(twin, (values @ twin.blocks[layer].attn.W_O[head]).detach() * gain.detach())


def test_logits_of_is_what_the_model_adds(gpt2: Any) -> None:
    twin = gpt2.twin()
    vectors = torch.randn(2, twin.cfg.d_model, generator=torch.Generator().manual_seed(0))
    assert logits_of(twin, vectors).mean(-1).abs().max() < 1e-4


def test_of_a_large_vocabulary_a_sample_is_read(gpt2: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = trafolab.open(gpt2.source).compute("ov_circuit", {"head": "L1H2"})
    monkeypatch.setattr("trafolab.reading.token_circuit._SAMPLE", 64)
    monkeypatch.setattr("trafolab.reading.token_circuit._ROWS", 16)
    lab = trafolab.open(gpt2.source)
    some: Any = lab.compute("ov_circuit", {"head": "L1H2"})
    n = whole.data.d_vocab
    assert (whole.data.vocabulary.n_rows, some.data.vocabulary.n_rows) == (n, 16)
    assert some.data.vocabulary.n_spanned == n
    np.testing.assert_allclose(some.tensors["eigenvalues"], whole.tensors["eigenvalues"], atol=1e-3)
    twin = gpt2.twin()
    for pair in some.data.vocabulary.largest:
        row = written_alone(twin, embedded(twin, [pair.row_id]), 1, 2)[0]
        assert (pair.col_id, pair.value) == (int(row.argmax()), pytest.approx(float(row.max()), abs=1e-3))
    dear: Any = lab.compute("ov_circuit", {"head": "L1H2", "embedding": "after_mlp0"})
    assert dear.data.vocabulary.n_spanned == 64
    exact = trafolab.open(gpt2.source)
    monkeypatch.undo()
    told: Any = exact.compute("ov_circuit", {"head": "L1H2", "embedding": "after_mlp0"})
    assert dear.data.vocabulary.positive == pytest.approx(told.data.vocabulary.positive, abs=0.4)
