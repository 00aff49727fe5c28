"""Sweeps over pairs: the mean of the sweeps over each of them, and each of these what plain hooks give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from trafolab.errors import LabError

from tests import reference_hf
from tests.unit.trafolab.experiments.four_pairs import (
    EXACT,
    PAIRS,
    by_role,
    difference,
    lab,
    largest,
    paired,
    singles,
)
from tests.unit.trafolab.experiments.test_sweep import possible, site_at
from tests.unit.trafolab.operations.bench import CLOSE, Bench
from tests.unit.trafolab.operations.sites import Site

__all__ = ["lab", "paired"]


@pytest.mark.parametrize("kind", ["resid_pre", "layer", "z", "k", "pattern"])
@pytest.mark.parametrize("direction", ["noise", "denoise"])
def test_by_role_it_is_the_mean_of_single_sweeps(paired: Bench, kind: str, direction: str) -> None:
    if not possible(paired, kind):
        return
    found = paired.lab.sweep(kind, by_position=True, direction=direction, over="four", progress=False)
    alone = singles(paired.lab, kind, True, direction=direction)
    expected = by_role(alone, found.axes["role"])
    assert found.axes["role"] == ["x", "y", "end"]
    assert found.info.whole is None
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT, equal_nan=True)
    baselines = torch.tensor([each.info.baseline for each in alone])
    torch.testing.assert_close(found.baselines, baselines, atol=EXACT, rtol=EXACT)
    assert found.info.baseline == pytest.approx(float(baselines.mean()), abs=EXACT)
    assert found.info.other == pytest.approx(sum(each.info.other for each in alone) / 4, abs=EXACT)
    mean = (expected - baselines.view(-1, *[1] * (expected.ndim - 1))).nanmean(0)
    torch.testing.assert_close(found.effects, mean, atol=EXACT, rtol=EXACT)
    assert float(found.columns["n"][..., 1].max()) == 3


@pytest.mark.parametrize("kind", ["z", "v", "pattern"])
def test_heads_at_all_positions(paired: Bench, kind: str) -> None:
    if not possible(paired, kind):
        return
    found = paired.lab.sweep(kind, over="four", progress=False)
    expected = torch.stack([each.values for each in singles(paired.lab, kind, False)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    torch.testing.assert_close(found.values, expected.mean(0), atol=EXACT, rtol=EXACT)


@pytest.mark.parametrize(("kind", "by_position"), [("resid_mid", True), ("z", False), ("q", True)])
def test_each_pair_is_what_plain_hooks_give(paired: Bench, kind: str, by_position: bool) -> None:
    if not possible(paired, kind):
        return
    lab = paired.lab
    lab.ablate("L0H1")
    lab.scale("mlp.1", 0.5, positions=["end"])
    found = lab.sweep(kind, by_position=by_position, over="four", progress=False)
    assert found.info.stamp.interventions == "live"
    for index, pair in enumerate(PAIRS):
        clean, corrupt = pair[:2]
        places = pair[4] | {"end": len(clean) - 1}
        active = [
            Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old),
            Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [len(clean) - 1]),
        ]
        baseline = difference(reference_hf.logits(paired.source, clean, active), pair)
        assert float(found.baselines[index]) == pytest.approx(baseline, abs=CLOSE)
        for place in product(*map(range, found.values.shape)):
            at = dict(zip(found.axes, place, strict=True))
            role = found.axes["role"][at.pop("role")] if "role" in at else None
            if role is not None and role not in places:
                continue
            site = site_at(kind, at)
            value = site.read(paired.source, corrupt)
            edit = site.edit(lambda old, value=value: value, None if role is None else [places[role]])
            number = difference(reference_hf.logits(paired.source, clean, [*active, edit]), pair)
            assert float(found.pairs[index][place]) == pytest.approx(number, abs=CLOSE), f"{kind} {at}"


@pytest.mark.parametrize("kind", ["resid_pre", "z"])
@pytest.mark.parametrize("donor", ["plain", "live"])
def test_what_patches_takes_each_pairs_own_values(paired: Bench, kind: str, donor: str) -> None:
    lab = paired.lab
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    lab.scale("mlp.0", 2.0)
    lab.patch("L0H1", donor=donor)
    lab.patch("mlp.1", source="clean")
    lab.scale("L1H0", 3.0)
    found = lab.sweep(kind, over="four", direction="denoise", progress=False)
    alone = singles(lab, kind, kind != "z", direction="denoise")
    expected = torch.stack([e.values for e in alone]) if kind == "z" else by_role(alone, found.axes["role"])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT, equal_nan=True)


@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_ablations(paired: Bench, mode: str) -> None:
    found = paired.lab.sweep(
        "z", ablate=mode, source="others" if mode == "mean" else None, over="four", progress=False
    )
    options = {"ablate": mode, "source": "others" if mode == "mean" else None}
    expected = torch.stack([each.values for each in singles(paired.lab, "z", False, **options)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    assert found.info.other is None


@pytest.mark.parametrize("direction", ["noise", "denoise"])
@pytest.mark.parametrize("metric", ["logprob", "prob", "rank", "top_k", "kl", "loss", largest])
def test_other_metrics_of_each_pairs_own_answer(lab: Any, metric: Any, direction: str) -> None:
    """With its role at the last position too, where a patch changes nothing that a loss reads."""
    answered = metric in ("logprob", "prob", "rank", "top_k")
    more = {"k": 150} if metric == "top_k" else {}
    lab.metric(metric, answer=9 if answered else None, **more)
    found = lab.sweep("mlp_out", over="four", direction=direction, progress=False)
    for index, (clean, corrupt, answer, _, roles) in enumerate(PAIRS):
        lab.prompt(clean, corrupt=corrupt)
        lab.metric(metric, answer=answer if answered else None, **more)
        alone = lab.sweep("mlp_out", direction=direction, progress=False)
        assert float(found.baselines[index]) == pytest.approx(alone.info.baseline, abs=EXACT)
        roles = roles | {"end": len(clean) - 1}
        places = [roles[role] for role in ("x", "y", "end") if role in roles]
        columns = [i for i, role in enumerate(("x", "y", "end")) if role in roles]
        torch.testing.assert_close(
            found.pairs[index][:, columns], alone.values[:, places], atol=EXACT, rtol=EXACT
        )


def test_the_interval_holds_what_resampling_the_pairs_gives(lab: Any) -> None:
    rows = [([0, 7 + i, 3, 9, 3, 7], [0, 30 + i, 3, 9, 3, 7], 5, 9) for i in range(40)]
    lab.pairs("forty", rows)
    found = lab.sweep("z", over="forty", progress=False)
    effects = (found.pairs - found.baselines.view(-1, 1, 1)).double()
    draw = torch.Generator().manual_seed(7)
    means = torch.stack([effects[torch.randint(40, (40,), generator=draw)].mean(0) for _ in range(4000)])
    spread = effects.std(0)
    for name, share in (("low", 0.025), ("high", 0.975)):
        expected = means.quantile(share, 0)
        error = (found.columns[name] - found.info.baseline - expected).abs()
        assert bool((error <= 0.1 * spread).all())
    assert bool((found.columns["low"] <= found.values).all())
    assert bool((found.values <= found.columns["high"]).all())


def test_positions_where_all_pairs_have_as_many(lab: Any) -> None:
    lab.pairs("two", [PAIRS[0], PAIRS[2]])
    found = lab.sweep("resid_pre", over="two", by="pos", progress=False)
    assert found.axes["pos"][3:5] == ["3", "4 " + lab.model.tokenizer.decode([3])]
    alone = singles(lab, "resid_pre", True)
    torch.testing.assert_close(
        found.pairs, torch.stack([alone[0].values, alone[2].values]), atol=EXACT, rtol=0
    )
    with pytest.raises(LabError, match="6 to 8 tokens"):
        lab.sweep("resid_pre", over="four", by="pos", progress=False)
    lab.pairs("plain", [pair[:4] for pair in (PAIRS[0], PAIRS[2])])
    assert list(lab.sweep("resid_pre", over="plain", progress=False).axes) == ["layer", "pos"]
    assert list(lab.sweep("z", over="plain", progress=False).axes) == ["layer", "head"]


def test_some_targets_alone(lab: Any) -> None:
    whole = lab.sweep("z", over="four", by="role", progress=False)
    some = lab.sweep("z", over="four", by="role", only="L1H2", progress=False)
    assert some.axes == {"layer": ["1"], "head": ["2"], "role": ["x", "y", "end"]}
    torch.testing.assert_close(some.pairs[:, 0, 0], whole.pairs[:, 1, 2], atol=EXACT, rtol=0, equal_nan=True)


def test_the_single_prompts_behind_a_cell(lab: Any) -> None:
    found = lab.sweep("resid_pre", over="four", progress=False)
    rows = found.behind(layer=1, role="y")
    assert len(rows) == 3
    assert rows["effect"].abs().is_monotonic_decreasing
    assert float(rows["effect"].mean()) == pytest.approx(float(found.effects[1, 1]), abs=EXACT)
    table = found.to_dataframe()
    assert list(table.columns) == ["layer", "role", "value", "effect", "effect_low", "effect_high", "n"]
    assert bool((table["effect_low"] <= table["effect"]).all())
    assert bool((table["effect"] <= table["effect_high"]).all())
    assert set(table[table["role"] == "y"]["n"]) == {3}
    with pytest.raises(LabError, match="Say which role: one of x, y, end"):
        found.behind(layer=1)
    assert "mean over 4 pairs of four" in repr(found)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.sweep("z", over="nobody"), "no set of pairs named nobody"),
        (lambda lab: lab.sweep("z", over="four", source="corrupt"), "can't take source='corrupt'"),
        (lambda lab: lab.sweep("z", over="four", by="column"), "can't take 'column'"),
        (
            lambda lab: lab.sweep("neuron", over="four", direction="both"),
            "neurons over pairs can't take direction='both'",
        ),
        (lambda lab: lab.sweep("neuron", over="four", ablate="resample"), "ablate='resample'"),
        (lambda lab: lab.sweep("pattern", over="four", ablate="mean"), "no mean in common"),
        (
            lambda lab: (lab.ablate("L0H1", positions=[2]), lab.sweep("z", over="four")),
            "positions of one prompt",
        ),
        (lambda lab: (lab.freeze("L0H1"), lab.sweep("z", over="four")), "the values of one prompt"),
        (lambda lab: (lab.knockout("L0H1", src=[1]), lab.sweep("z", over="four")), "positions of one prompt"),
    ],
)
def test_what_cannot_be_is_refused(lab: Any, call: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        call(lab)


def test_without_a_distractor_there_is_no_difference(lab: Any) -> None:
    lab.pairs("bare", [pair[:3] for pair in PAIRS])
    with pytest.raises(LabError, match="Pair 0 of bare has no distractor"):
        lab.sweep("z", over="bare", progress=False)
    lab.metric("prob", answer=9)
    assert lab.sweep("z", over="bare", progress=False).info.n_cells == 4 * 8
