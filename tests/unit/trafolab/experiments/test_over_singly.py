"""What goes over a set pair after pair: the mean of the experiments on each of them, and these what plain
hooks give."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
import torch
from trafolab.errors import LabError

from tests import reference_hf
from tests.unit.trafolab.experiments.four_pairs import (
    ALIKE,
    EXACT,
    PAIRS,
    ROLES,
    by_role,
    difference,
    entries,
    lab,
    paired,
    places_of,
    same,
    singles,
)
from tests.unit.trafolab.experiments.test_sweep import possible, site_at
from tests.unit.trafolab.operations.bench import CLOSE, Bench

__all__ = ["lab", "paired"]


@pytest.mark.parametrize("kind", ["resid_pre", "z", "k"])
def test_both_directions_are_the_mean_of_single_ones(paired: Bench, kind: str) -> None:
    if not possible(paired, kind):
        return
    lab, by_position = paired.lab, kind == "resid_pre"
    found = lab.sweep(kind, direction="both", over="four", progress=False)
    alone = singles(lab, kind, by_position, direction="both")
    values = by_role(alone, ROLES) if by_position else torch.stack([each.values for each in alone])
    same(found.pairs, values)
    same(found.values, values.nanmean(0))
    assert list(found.columns) == ["values", "low", "high", "n", "noise", "denoise"]
    assert (found.info.baseline, found.info.other) == (0.0, 1.0)
    assert found.info.metric == "share of answer − distractor"
    assert "mean over 4 pairs of four" in found.info.sentence
    assert found.info.n_cells == found.record.n_done == int((~values.isnan()).sum())
    for name in ("noise", "denoise"):
        columns = [each.columns[name] for each in alone]
        if not by_position:
            same(found.columns[name], torch.stack(columns).mean(0))


def test_both_directions_are_what_plain_hooks_give(paired: Bench) -> None:
    lab = paired.lab
    found = lab.sweep("z", direction="both", over="four", progress=False)
    for index, pair in enumerate(PAIRS):
        clean, corrupt = pair[:2]
        runs = [difference(reference_hf.logits(paired.source, ids), pair) for ids in (clean, corrupt)]
        for layer, head in product(range(2), range(4)):
            site = site_at("z", {"layer": layer, "head": head})
            shares = []
            for into, other, (base, end) in ((clean, corrupt, runs), (corrupt, clean, runs[::-1])):
                value = site.read(paired.source, other)
                edit = site.edit(lambda old, value=value: value)
                number = difference(reference_hf.logits(paired.source, into, [edit]), pair)
                shares.append((number - base) / (end - base))
            error = abs(float(found.pairs[index, layer, head]) - sum(shares) / 2)
            assert error <= CLOSE * max(1.0, 1 / abs(runs[1] - runs[0]))


@pytest.mark.parametrize("draws", [1, 3])
def test_draws_are_the_mean_of_single_ones(paired: Bench, draws: int) -> None:
    options: Any = {"ablate": "resample", "source": "others", "draws": draws, "seed": 3}
    found = paired.lab.sweep("z", over="four", progress=False, **options)
    alone = singles(paired.lab, "z", False, **options)
    same(found.pairs, torch.stack([each.values for each in alone]))
    same(found.columns["spread"], torch.stack([each.columns["spread"] for each in alone]).nanmean(0))
    assert found.info.other is None
    assert found.info.base == "clean"
    assert f"mean over {draws} draws, mean over 4 pairs of four" in found.info.sentence
    by_role_too = paired.lab.sweep("z", by_position=True, over="four", progress=False, **options)
    same(by_role_too.pairs, by_role(singles(paired.lab, "z", True, **options), ROLES))


@pytest.mark.parametrize("direction", ["noise", "denoise", "both"])
def test_entries_of_patterns_by_role(paired: Bench, direction: str) -> None:
    if not possible(paired, "pattern"):
        return
    found = paired.lab.sweep("pattern_entry", direction=direction, over="four", progress=False)
    assert [*found.axes] == ["layer", "head", "dst", "src"]
    assert found.axes["dst"] == found.axes["src"] == ROLES
    alone = singles(paired.lab, "pattern_entry", True, direction=direction)
    expected = torch.stack([entries(each.values, p) for each, p in zip(alone, PAIRS, strict=True)])
    same(found.pairs, expected)
    baselines = torch.tensor([each.info.baseline for each in alone]).view(-1, 1, 1, 1, 1)
    same(found.effects, (expected - baselines).nanmean(0))
    n_there = int((~expected.isnan()).sum())
    assert found.info.n_cells == n_there
    assert found.record.n_done == n_there
    assert int(found.columns["n"].sum()) == n_there


def test_entries_of_patterns_by_position(lab: Any) -> None:
    lab.pairs("two", ALIKE)
    found = lab.sweep("pattern_entry", over="two", by="pos", progress=False)
    assert len(found.axes["dst"]) == len(found.axes["src"]) == 8
    alone = singles(lab, "pattern_entry", True)
    same(found.pairs, torch.stack([alone[0].values, alone[2].values]))
    with pytest.raises(LabError, match="6 to 8 tokens"):
        lab.sweep("pattern_entry", over="four", by="pos", progress=False)


@pytest.mark.parametrize("ablate", [None, "zero", "mean"])
def test_embeddings_by_role(lab: Any, ablate: Any) -> None:
    found = lab.sweep("embed", ablate=ablate, over="four", progress=False)
    assert list(found.axes) == ["place", "role"]
    if ablate == "mean":
        lab.reference("all of them", [pair[0] for pair in PAIRS])
        assert found.info.donor.startswith("mean over four's clean prompts, n = ")
    source = "all of them" if ablate == "mean" else None
    same(found.pairs, by_role(singles(lab, "embed", True, ablate=ablate, source=source), ROLES))


@pytest.mark.parametrize("donor", ["plain", "live"])
def test_what_acts_does_so_in_each_pair(paired: Bench, donor: str) -> None:
    """At the pair's own roles, and with its own corrupt values."""
    lab = paired.lab
    lab.prompt(PAIRS[0][0], corrupt={"one": PAIRS[0][1], "two": PAIRS[0][1]})
    lab.scale("mlp.0", 2.0)
    lab.patch("L0H1", source="two", donor=donor)
    lab.patch("mlp.1", source="clean")
    lab.scale("L1H0", 3.0, positions=["end"])
    found = lab.sweep("z", over="four", direction="both", progress=False)
    assert found.info.stamp.interventions == "live"
    lab.clear()
    alone = []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        lab.prompt(clean, corrupt={"one": corrupt, "two": corrupt})
        lab.metric("logit_diff", answer=answer, distractor=distractor)
        lab.scale("mlp.0", 2.0)
        lab.patch("L0H1", source="two", donor=donor)
        lab.patch("mlp.1", source="clean")
        lab.scale("L1H0", 3.0, positions=[len(clean) - 1])
        alone.append(lab.sweep("z", direction="both", progress=False).values)
        lab.clear()
    same(found.pairs, torch.stack(alone))


def test_a_pair_without_a_way_between_its_runs_is_left_out(lab: Any) -> None:
    still = ([0, 7, 3, 9, 3, 7, 11, 5], [0, 7, 3, 9, 3, 7, 11, 5], 5, 9, {"x": 1, "y": 2, "z": 3})
    lab.pairs("five", [still, *PAIRS])
    found = lab.sweep("z", direction="both", over="five", progress=False)
    whole = lab.sweep("z", direction="both", over="four", progress=False)
    assert bool(found.pairs[0].isnan().all())
    same(found.pairs[1:], whole.pairs)
    same(found.values, whole.values)
    assert set(found.columns["n"].flatten().tolist()) == {4}
    assert found.info.sentence.endswith("; left out, since both runs hardly differ: pair 0")
    assert found.record.n_done == found.info.n_cells == whole.info.n_cells
    by_role_too = lab.sweep("z", direction="both", by="role", over="five", progress=False)
    alone = by_role_too.axes["role"].index("z")
    assert bool(by_role_too.values[..., alone].isnan().all())
    assert bool(by_role_too.columns["n"][..., alone].eq(0).all())
    lab.pairs("still", [still])
    with pytest.raises(LabError, match="In no pair of still do both runs differ"):
        lab.sweep("z", direction="both", over="still", progress=False)


@pytest.mark.parametrize("metric", ["logprob", "prob", "rank", "kl", "loss"])
def test_other_metrics_of_each_pairs_own_answer(lab: Any, metric: str) -> None:
    answered = metric in ("logprob", "prob", "rank")
    lab.metric(metric, answer=9 if answered else None)
    found = lab.sweep("pattern_entry", over="four", direction="denoise", progress=False)
    for index, pair in enumerate(PAIRS):
        lab.prompt(pair[0], corrupt=pair[1])
        lab.metric(metric, answer=pair[2] if answered else None)
        alone = lab.sweep("pattern_entry", direction="denoise", progress=False)
        same(found.pairs[index], entries(alone.values, pair))
        assert float(found.baselines[index]) == pytest.approx(alone.info.baseline, abs=EXACT)


def test_the_single_prompts_behind_a_cell(lab: Any) -> None:
    found = lab.sweep("pattern_entry", over="four", progress=False)
    rows = found.behind(layer=0, head=1, dst="end", src="y")
    assert len(rows) == 3
    assert float(rows["effect"].mean()) == pytest.approx(float(found.effects[0, 1, 2, 1]), abs=EXACT)
    assert "make one the prompt first" in found.record.application.reason
    assert found.record.application.targets == [f"L{i}H{j}.pattern" for i in range(2) for j in range(4)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.sweep("z", direction="both", over="four", source="corrupt"), "source='corrupt'"),
        (lambda lab: lab.sweep("z", over="four", ablate="resample"), "none of that name is there"),
        (lambda lab: lab.sweep("pattern_entry", over="four", by_position=False), "are at positions"),
        (lambda lab: lab.sweep("pattern_entry", over="four", ablate="mean"), "no mean in common"),
        (lambda lab: lab.sweep("pattern", over="four", ablate="resample"), "."),
        (lambda lab: lab.sweep("embed", over="nobody"), "no set of pairs named nobody"),
        (
            lambda lab: (lab.ablate("L0H1", positions=[2]), lab.sweep("embed", over="four")),
            "positions of one prompt",
        ),
    ],
)
def test_what_cannot_be_is_refused(lab: Any, call: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        call(lab)


LONG: list[Any] = [
    (PAIRS[0][0], PAIRS[0][1], [5, 8], 9, PAIRS[0][4]),
    (PAIRS[1][0], PAIRS[1][1], 6, [9, 2, 4], PAIRS[1][4]),
    (PAIRS[3][0], PAIRS[3][1], 2, 4, PAIRS[3][4]),
]
"""Of answers and distractors of one token and of several."""


@pytest.mark.parametrize("options", [{}, {"direction": "denoise"}, {"ablate": "mean"}, {"ablate": "zero"}])
@pytest.mark.parametrize("metric", ["logit_diff", "logprob", "prob"])
def test_answers_of_several_tokens(lab: Any, metric: str, options: dict[str, Any]) -> None:
    lab.pairs("long", LONG)
    lab.reference("all of them", [pair[0] for pair in LONG])
    lab.metric(metric, answer=9, distractor=5 if metric == "logit_diff" else None)
    lab.scale("L0H1", 2.0)
    found = lab.sweep("z", over="long", by="role", progress=False, **options)
    assert [*found.axes] == ["layer", "head", "role"]
    one = options | ({"source": "all of them"} if options.get("ablate") == "mean" else {})
    alone = []
    for index, pair in enumerate(LONG):
        lab.use_pair("long", index)
        lab.metric(metric, answer=[answer(pair[2])], distractor=[answer(pair[3])])
        swept = lab.sweep("z", by_position=True, progress=False, **one)
        assert float(found.baselines[index]) == pytest.approx(swept.info.baseline, abs=EXACT)
        alone.append(swept)
    places = [places_of(pair) for pair in LONG]
    for swept, here, given in zip(alone, places, found.pairs, strict=True):
        for column, place in enumerate(here):
            if place is not None:
                same(given[..., column], swept.values[..., place])


def answer(given: Any) -> list[int]:
    return given if isinstance(given, list) else [given]
