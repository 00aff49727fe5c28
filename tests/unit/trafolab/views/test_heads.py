"""All heads at a glance, against TransformerLens's own detectors on a plain second model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from trafolab.reading.copying import Copying
from transformer_lens.head_detector import compute_head_attention_similarity_score as similarity
from transformer_lens.head_detector import detect_head

from tests import models
from tests.unit.trafolab.views.alone import embedded, written_alone


@pytest.fixture
def cached(lab: Any, shape: Any) -> Any:
    """Patterns [layer, head, query, key] of the twin under what the laboratory has ablated, and the ids."""
    twin = shape.twin()
    ids = shape.tokens(twin)
    lab.ablate("attn.0")
    with torch.no_grad(), twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", lambda value, hook: value * 0)]):
        cache = twin.run_with_cache(ids)[1]
    return torch.stack([cache[f"blocks.{layer}.attn.hook_pattern"][0] for layer in (0, 1)]), ids[0]


def scores(lab: Any, **params: Any) -> np.ndarray:
    return lab.compute("heads", params).tensors["scores"]


def mean_where(patterns: torch.Tensor, where: list[tuple[int, int]], *, hide_bos: bool = False) -> Any:
    """Share of attention on these cells, of the rows that have any: written out cell by cell."""
    cells = [(q, k) for q, k in where if not (hide_bos and k == 0)]
    rows = {q for q, _ in cells}
    found = []
    for head in patterns.flatten(0, 1):
        total = sum(float(head[q, int(hide_bos) :].sum()) for q in rows)
        found.append(sum(float(head[q, k]) for q, k in cells) / total if rows else float("nan"))
    return np.array(found)


@pytest.mark.parametrize("hide_bos", [False, True])
def test_known_patterns(lab: Any, cached: Any, hide_bos: bool) -> None:
    patterns, ids = cached
    n, each = len(ids), range(len(ids))
    cells = {
        "previous": [(q, q - 1) for q in each if q],
        "duplicate": [(q, k) for q in each for k in range(q) if ids[q] == ids[k]],
        "induction": [(q, k + 1) for q in each for k in range(q) if ids[q] == ids[k] and k + 1 < n],
    }
    for name, where in cells.items():
        # TransformerLens expects nothing on the diagonal's other side; a token behind its twin stands below.
        expected = mean_where(patterns, where, hide_bos=hide_bos)
        np.testing.assert_allclose(scores(lab, score=name, hide_bos=hide_bos), expected, atol=1e-5)


def test_simple_scores(lab: Any, cached: Any) -> None:
    patterns, _ = cached
    flat = patterns.flatten(0, 1).double()
    rows = flat[:, 1:]
    entropy = -(rows * rows.clamp_min(1e-30).log()).sum(-1).mean(-1)
    np.testing.assert_allclose(scores(lab, score="first"), rows[..., 0].mean(-1), atol=1e-5)
    np.testing.assert_allclose(scores(lab, score="largest"), rows.amax(-1).mean(-1), atol=1e-5)
    np.testing.assert_allclose(scores(lab, score="entropy"), entropy, atol=1e-5)


@pytest.mark.parametrize("name", ["previous", "duplicate", "induction"])
@pytest.mark.parametrize("hide_bos", [False, True])
def test_over_all_queries_it_is_the_librarys_own_score(gpt2: Any, name: str, hide_bos: bool) -> None:
    from trafolab.reading.detecting import share_of
    from transformer_lens import head_detector

    twin = gpt2.twin()
    detector = (
        "previous_token_head" if name == "previous" else f"{name}{'_token' * (name == 'duplicate')}_head"
    )
    ids = twin.to_tokens(gpt2.clean)
    expected = detect_head(twin, gpt2.clean, detector, exclude_bos=hide_bos)
    make = getattr(head_detector, f"get_{detector}_detection_pattern")
    cache = twin.run_with_cache(ids)[1]
    for layer in (0, 1):
        patterns = cache[f"blocks.{layer}.attn.hook_pattern"][0].detach()
        found = share_of(make(ids.cpu()), patterns, hide_bos, every=True)
        np.testing.assert_allclose(found, expected[layer].detach(), atol=1e-5)
        one = similarity(
            patterns[2],
            make(ids.cpu()),
            exclude_bos=hide_bos,
            exclude_current_token=False,
            error_measure="mul",
        )
        assert float(found[2]) == pytest.approx(one, abs=1e-5)


def test_miniatures_are_those_of_the_map(lab: Any, cached: Any) -> None:
    result = lab.compute("heads", {"max_size": 6})
    map_ = lab.compute("patterns", {"size": 6})
    np.testing.assert_array_equal(result.tensors["patterns"], map_.tensors["patterns"])
    assert result.data.heads == map_.data.heads
    assert (result.data.size, result.data.n_tokens) == (map_.data.size, len(cached[1]))


def test_repeated_tokens_are_a_plain_run_of_their_own(lab: Any, shape: Any, cached: Any) -> None:
    result = lab.compute("heads", {"on": "repeated", "score": "induction"})
    twin = shape.twin()
    ids = lab._engine.look()[1].attention.elsewhere.repeated()
    n = len(ids) // 2
    start = len(ids) % 2
    assert ids[start : start + n] == ids[start + n :]
    assert len({*ids[start + n :]}) == n
    cache = twin.run_with_cache(torch.tensor([ids]))[1]
    patterns = torch.stack([cache[f"blocks.{layer}.attn.hook_pattern"][0] for layer in (0, 1)]).detach()
    # Behind the first half each token has stood there before: its successor is n − 1 tokens back.
    where = [(q, q - n + 1) for q in range(start + n, len(ids))]
    np.testing.assert_allclose(result.tensors["scores"], mean_where(patterns, where), atol=1e-4)
    assert (result.data.stamp.interventions, result.data.stamp.prompt) == ("plain", "repeated tokens")


def test_a_function_of_ones_own(lab: Any, cached: Any) -> None:
    patterns, _ = cached
    lab.detector("last on second", lambda pattern, tokens: pattern[-1, 1] * len(tokens))
    expected = (patterns[:, :, -1, 1] * patterns.shape[-1]).flatten()
    np.testing.assert_allclose(scores(lab, score="last on second"), expected, atol=1e-5)
    before = lab.version("heads", {})
    lab.detector("last on second", lambda pattern, tokens: float("nan"))
    assert lab.version("heads", {}) != before
    assert np.isnan(scores(lab, score="last on second")).all()
    lab.detector("broken", lambda pattern, tokens: pattern[99])
    for score, words in (("broken", "broken failed on head 0"), ("nothing", "no score named nothing")):
        with pytest.raises(trafolab.LabError, match=words):
            scores(lab, score=score)
    with pytest.raises(trafolab.LabError, match="can't be set as a detector"):
        lab.detector("induction", max)
    for column in ("component", "layer", "head"):
        with pytest.raises(trafolab.LabError, match="can't be set as a detector"):
            lab.detector(column, max)


def test_its_rows_are_heads(gpt2_lab: Any) -> None:
    result = gpt2_lab.compute("heads", {"score": "previous"})
    from trafolab.views.heads import HEADS

    frame = HEADS.table(result.data, result.tensors).to_dataframe()
    assert list(frame.columns) == ["component", "layer", "head", "previous"]
    row = frame[frame.component == "L1H2"].iloc[0]
    assert (row.layer, row["head"]) == (1, 2)
    assert row.previous == result.tensors["scores"][6]


def test_they_leave_in_the_order_in_which_they_are_seen(gpt2_lab: Any) -> None:
    def leaving(**params: Any) -> list[tuple[str, float]]:
        frame = gpt2_lab.view("heads", score="previous", **params).to_dataframe()
        return list(zip(frame.component, frame.previous, strict=True))

    by_layer = leaving()
    assert [name for name, _ in by_layer] == [f"L{layer}H{head}" for layer in (0, 1) for head in range(4)]
    assert leaving(sort="score") == sorted(by_layer, key=lambda row: -row[1])
    assert leaving(sort="score_up") == sorted(by_layer, key=lambda row: row[1])
    middle = sorted(score for _, score in by_layer)[4]
    assert leaving(least=middle) == [row for row in by_layer if row[1] >= middle]
    assert leaving(named=" l1h") == by_layer[4:]


def test_heads_without_a_score_leave_last(gpt2_lab: Any) -> None:
    gpt2_lab.detector("odd", lambda pattern, tokens: float("nan") if pattern[1, 0] < 0.5 else 1.0)
    for sort in ("score", "score_up"):
        found = gpt2_lab.view("heads", score="odd", sort=sort).to_dataframe().odd.isna().tolist()
        assert found == sorted(found)


def test_other_runs(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    cache = twin.run_with_cache(gpt2.tokens(twin, gpt2.corrupt))[1]
    expected = [cache[f"blocks.{layer}.attn.hook_pattern"][0, :, 1:, 0].mean(-1) for layer in (0, 1)]
    found = scores(gpt2_lab, run="corrupt", score="first")
    np.testing.assert_allclose(found, torch.cat(expected).detach(), atol=1e-5)
    with pytest.raises(trafolab.LabError, match="no run named other"):
        scores(gpt2_lab, run="other")


def test_very_many_heads_have_smaller_miniatures(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafolab.views.heads._BYTES", 8 * 49)
    result = gpt2_lab.compute("heads", {})
    assert result.tensors["patterns"].shape == (8, 6, 6)
    assert result.data.stride == 2


def test_long_prompts_are_scored_layer_by_layer(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [scores(gpt2_lab, score=name) for name in ("induction", "entropy")]
    monkeypatch.setattr("trafolab.reading.patterns._WHOLE", 0)
    for name, before in zip(("induction", "entropy"), expected, strict=True):
        np.testing.assert_allclose(scores(gpt2_lab, score=name), before, atol=1e-6)


def test_attention_left_to_hugging_face_has_none(tmp_path: Path) -> None:
    lab = trafolab.open(str(models.opt(tmp_path)))
    lab.prompt(models.HART)
    for params in ({}, {"on": "repeated"}):
        with pytest.raises(trafolab.LabError, match="computes no attention patterns"):
            scores(lab, **params)


def test_a_prompt_of_one_token_has_no_scores(gpt2_lab: Any) -> None:
    gpt2_lab.prompt([5])
    for name in ("induction", "previous", "first", "entropy"):
        assert np.isnan(scores(gpt2_lab, score=name)).all()


def test_copying_is_the_score_of_the_ov_circuit_of_each_head(lab: Any, shape: Any) -> None:
    """Against the eigenvalues of the whole circuit [vocab, vocab] of a plain model."""
    twin = shape.twin()
    found = lab.compute("heads", {"score": "copying"})
    assert (found.data.low, found.data.high) == (-1, 1)
    for head in ("L0H1", "L1H2"):
        whole = written_alone(twin, embedded(twin, range(twin.cfg.d_vocab)), int(head[1]), int(head[3]))
        values = torch.linalg.eigvals(whole.double())
        expected = float(values.sum().real / values.abs().sum())
        score = found.tensors["scores"][found.data.heads.index(head)]
        assert score == pytest.approx(expected, abs=1e-3)
        told = lab.compute("ov_circuit", {"head": head}).data.vocabulary.positive
        assert told == pytest.approx(float(score), abs=1e-6)


def test_another_score_by_weights_is_one_entry(gpt2_lab: Any, monkeypatch: Any) -> None:
    from trafolab.reading.detecting import DETECTORS
    from trafolab.reading.detector import ByWeights

    numbered = ByWeights("numbered", "the layer", lambda circuits, layer: torch.full((4,), layer), (0.0, 9.0))
    monkeypatch.setitem(DETECTORS, "numbered", numbered)
    found = gpt2_lab.compute("heads", {"score": "numbered"})
    assert found.tensors["scores"].tolist() == [0.0] * 4 + [1.0] * 4
    assert (found.data.low, found.data.high, found.data.says) == (0.0, 9.0, "the layer")
    assert ("numbered", "numbered") in [(each.name, each.label) for each in found.data.offered]
    with pytest.raises(trafolab.LabError, match="can't be set as a detector"):
        gpt2_lab.detector("numbered", lambda pattern, tokens: 0)


def test_the_state_names_a_persons_own_scores(gpt2_lab: Any) -> None:
    """The map's menu of colours offers them."""
    assert gpt2_lab.state.detectors == []
    gpt2_lab.detector("late", lambda pattern, tokens: pattern[-1, -3:].sum())
    gpt2_lab.detector("early", lambda pattern, tokens: pattern[-1, :3].sum())
    assert gpt2_lab.state.detectors == ["late", "early"]


def test_the_vocabulary_is_summed_once_for_all_heads_on_fresh_weights(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    summed = list[object]()
    own = Copying._tied  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(Copying, "_tied", lambda self, norm: summed.append(norm) or own(self, norm))
    gpt2_lab.view("heads", score="copying")
    assert len(summed) == 1
