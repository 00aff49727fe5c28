"""The QK circuit against the scores of a plain model in whose stream tokens stand without positions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from torch import Tensor

from tests import models
from tests.unit.trafolab.views.alone import embedded, keeping, putting


def scores_between(twin: Any, rows: Tensor, layer: int, head: int, of: str = "scores") -> Tensor:
    """[query, key] of a pass whose stream before the layer holds these vectors [pos, d_model]; where
    TransformerLens's hook of scores has what comes after the softmax, ask for the ``pattern``."""
    found: list[Tensor] = []
    hooks = [
        (f"blocks.{layer}.hook_resid_pre", putting(rows[None])),
        (
            f"blocks.{layer}.attn.hook_{'attn_' if of == 'scores' else ''}{of}",
            keeping(found),
        ),
    ]
    with torch.no_grad():
        twin.run_with_hooks(torch.zeros(1, len(rows), dtype=torch.long), fwd_hooks=hooks)
    return found[0][0, head]


def pattern_of(scores: Any) -> Any:
    """[query, key] after the mask and the softmax."""
    scores = torch.as_tensor(scores)
    above = torch.ones_like(scores).triu(1).bool()
    return scores.masked_fill(above, -torch.inf).softmax(-1).numpy()


@pytest.fixture
def twin(shape: Any) -> Any:
    return shape.twin()


@pytest.mark.parametrize("head", ["L0H1", "L1H2"])
def test_entries_are_scores(lab: Any, shape: Any, twin: Any, head: str) -> None:
    ids = shape.tokens(twin)[0].tolist()
    rows, layer, index = embedded(twin, ids), int(head[1]), int(head[3])
    pattern = scores_between(twin, rows, layer, index, "pattern").numpy()
    scores = scores_between(twin, rows, layer, index).numpy()
    turns = twin.cfg.positional_embedding_type == "rotary"
    for distance in (0, 1, 3):
        result = lab.compute("qk_circuit", {"head": head, "distance": distance})
        entries = result.tensors["entries"]
        assert result.data.turns == turns
        if turns:
            expected, found = np.diag(scores, -distance), np.diag(entries, -distance)
        else:
            expected, found = pattern, pattern_of(entries)
        np.testing.assert_allclose(found, expected, atol=1e-3)
    if shape.name == "gpt2":
        np.testing.assert_allclose(np.tril(entries), np.tril(scores.clip(-1e4)), atol=1e-3)


def test_what_it_does_over_the_vocabulary(lab: Any, twin: Any) -> None:
    result = lab.compute("qk_circuit", {"head": "L1H2", "k": 4, "position": 1})
    n, found, told = twin.cfg.d_vocab, result.tensors["eigenvalues"], result.data.vocabulary
    rows, block = embedded(twin, range(n)), twin.blocks[1]
    q, k = projections(twin, block, rows, 2)
    whole = q @ k.T / q.shape[-1] ** 0.5
    expected = torch.linalg.eigvals(whole.double())
    expected = expected[expected.abs().argsort(descending=True)][: len(found)]
    assert told.positive == pytest.approx(float(expected.sum().real / expected.abs().sum()), abs=1e-3)
    np.testing.assert_allclose(np.hypot(*found.T), expected.abs().numpy(), rtol=1e-3, atol=1e-2)
    rank = (whole > whole.diagonal()[:, None]).sum(-1)
    assert told.own_in_top == pytest.approx(float((rank < 4).float().mean()), abs=1e-6)
    assert told.largest[0].value == pytest.approx(float(whole.max()), abs=1e-3)
    assert told.smallest[0].value == pytest.approx(float(whole.min()), abs=1e-3)


def projections(twin: Any, block: Any, rows: Tensor, head: int) -> tuple[Tensor, Tensor]:
    """Queries and keys [n, d_head] before positions turn them, as the model's own hooks have them."""
    kept: list[Tensor] = []
    asked = [(f"blocks.1.attn.{name}", keeping(kept)) for name in ("hook_q", "hook_k")]
    hooks = [("blocks.1.hook_resid_pre", putting(rows[:, None])), *asked]
    with torch.no_grad():
        twin.run_with_hooks(torch.zeros(len(rows), 1, dtype=torch.long), fwd_hooks=hooks)
    d_head = block.attn.W_Q.shape[-1]
    q, k = (each.reshape(len(rows), -1, d_head) for each in kept)
    return q[:, head], k[:, head * k.shape[1] // q.shape[1]]


def test_positions(lab: Any, shape: Any, twin: Any) -> None:
    result = lab.compute("qk_circuit", {"head": "L0H1"})
    if shape.name in ("llama", "neox"):
        assert result.data.n_positions == 0
        return
    pattern = scores_between(twin, twin.W_pos.detach(), 0, 1, "pattern").numpy()
    np.testing.assert_allclose(pattern_of(result.tensors["positions"]), pattern, atol=1e-3)
    pooled = lab.compute("qk_circuit", {"head": "L0H1", "max_size": 4}).tensors["positions"]
    assert pooled.shape[0] <= 4


@pytest.mark.parametrize("make", [models.gemma2, models.bloom, models.opt, models.qwen3, models.mistral])
def test_other_architectures(tmp_path: Any, make: Any) -> None:
    path = str(make(tmp_path))
    lab = trafolab.open(path)
    lab.prompt(models.HART)
    from transformer_lens.model_bridge import TransformerBridge

    twin = TransformerBridge.boot_transformers(path, device="cpu")
    ids = twin.to_tokens(models.HART)[0].tolist()
    entries = lab.compute("qk_circuit", {"head": "L1H3"}).tensors["entries"]
    if make is models.bloom:
        assert np.isfinite(entries).all()  # its scores carry positions by themselves
        return
    if make is models.opt:
        pattern = scores_between(twin, embedded(twin, ids), 1, 3, "pattern").numpy()
        np.testing.assert_allclose(pattern_of(entries), pattern, atol=1e-3)
        return
    scores = scores_between(twin, embedded(twin, ids), 1, 3).numpy()
    soft = getattr(twin.cfg, "attn_scores_soft_cap", -1)
    own = np.diag(entries)
    own = soft * np.tanh(own / soft) if soft and soft > 0 else own
    np.testing.assert_allclose(own, np.diag(scores), atol=1e-3)


def test_a_distance_that_nobody_knows_is_refused(tmp_path: Any) -> None:
    lab: Any = trafolab.open(str(models.gptj(tmp_path)))
    lab.prompt(models.HART)
    assert lab.compute("qk_circuit", {"head": "L1H3"}).data.turns
    with pytest.raises(trafolab.LabError, match="distance=0"):
        lab.compute("qk_circuit", {"head": "L1H3", "distance": 1})


def test_of_a_large_vocabulary_a_sample_is_read(gpt2: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first MLP both sides are the sample's; each entry is what it is of all."""
    ask = {"head": "L1H2", "embedding": "after_mlp0", "k": 50}
    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean)
    whole: Any = lab.compute("qk_circuit", ask).data
    monkeypatch.setattr("trafolab.reading.token_circuit._SAMPLE", 200)
    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean)
    some: Any = lab.compute("qk_circuit", ask).data
    assert (some.vocabulary.n_rows, some.vocabulary.n_spanned) == (200, 200)
    known = {each.id: each.value for each in [*whole.top, *whole.bottom]}
    shared = [each for each in [*some.top, *some.bottom] if each.id in known]
    assert len(shared) > 20
    assert [each.value for each in shared] == pytest.approx([known[each.id] for each in shared], abs=1e-3)
    assert some.vocabulary.largest[0].value <= whole.vocabulary.largest[0].value + 1e-4
