"""Sweeps over pairs of which some have answers of several tokens: the mean of sweeps over each of them."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.errors import LabError

from tests.unit.trafolab.operations.bench import CLOSE, OTHERS
from tests.unit.trafolab.operations.sites import Site
from tests.unit.trafolab.overall.test_phrases import PAIRS, number

EXACT = 1e-5
ROLES = ["x", "end"]


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.pairs("mixed", PAIRS)
    gpt2_lab.ablate("L0H1")
    gpt2_lab.metric("logit_diff", pairs="mixed")
    return gpt2_lab


def alone(lab: Any, metric: str, kind: str, **options: Any) -> list[Any]:
    """The sweep of each pair as the prompt, with the set as what is measured again after."""
    found = []
    for index in range(len(PAIRS)):
        lab.use_pair("mixed", index)
        if metric != "logit_diff":
            (answer,) = lab.state.metric.answers
            lab.metric(metric, answer=[[token.id for token in answer.tokens]])
        found.append(lab.sweep(kind, progress=False, **options))
    lab.metric(metric, pairs="mixed")
    return found


@pytest.mark.parametrize("metric", ["logit_diff", "logprob", "prob"])
@pytest.mark.parametrize("direction", ["noise", "denoise"])
def test_heads_are_the_mean_of_single_sweeps(lab: Any, metric: Any, direction: str) -> None:
    lab.metric(metric, pairs="mixed")
    found = lab.sweep("z", over="mixed", direction=direction, progress=False)
    singles = alone(lab, metric, "z", direction=direction)
    expected = torch.stack([each.values for each in singles])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    torch.testing.assert_close(found.values, expected.mean(0), atol=EXACT, rtol=EXACT)
    baselines = torch.tensor([each.info.baseline for each in singles])
    torch.testing.assert_close(found.baselines, baselines, atol=EXACT, rtol=EXACT)


@pytest.mark.parametrize("kind", ["resid_pre", "pattern"])
def test_by_role_too(lab: Any, kind: str) -> None:
    found = lab.sweep(kind, over="mixed", by="role", progress=False)
    assert found.axes["role"] == ROLES
    for index, single in enumerate(alone(lab, "logit_diff", kind, by_position=True)):
        places = [PAIRS[index][4]["x"], len(PAIRS[index][0]) - 1]
        expected = single.values[..., places]
        torch.testing.assert_close(found.pairs[index], expected, atol=EXACT, rtol=EXACT)


@pytest.mark.parametrize("mode", ["zero", "mean"])
def test_ablations(lab: Any, mode: str) -> None:
    lab.reference("others", OTHERS)
    options = {"ablate": mode, "source": "others" if mode == "mean" else None}
    found = lab.sweep("z", over="mixed", progress=False, **options)
    expected = torch.stack([each.values for each in alone(lab, "logit_diff", "z", **options)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)
    assert "mean over 5 pairs of mixed" in found.info.sentence


def test_paths_and_both_directions_at_once(lab: Any) -> None:
    found = lab.path("z", "logits", over="mixed", progress=False)
    both = lab.sweep("z", over="mixed", direction="both", progress=False)
    for index in range(len(PAIRS)):
        lab.use_pair("mixed", index)
        alone = lab.path("z", "logits", progress=False).values
        torch.testing.assert_close(found.pairs[index], alone, atol=EXACT, rtol=EXACT, equal_nan=True)
        shares = lab.sweep("z", direction="both", progress=False).values
        torch.testing.assert_close(both.pairs[index], shares, atol=EXACT, rtol=EXACT)


def test_a_cell_is_what_plain_hooks_give(lab: Any, gpt2: Any) -> None:
    found = lab.sweep("z", over="mixed", progress=False)
    for index, pair in enumerate(PAIRS):
        n, site = len(pair[0]), Site("L1H2", "z.1", 2, 2)
        value = site.read(gpt2.source, pair[1])

        def put(old: torch.Tensor, n: int = n, value: torch.Tensor = value) -> torch.Tensor:
            return torch.cat([value, old[:, n:]], 1)

        edits = [Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old), site.edit(put)]
        wanted = number("logit_diff", gpt2.source, pair, edits)
        assert float(found.pairs[index, 1, 2]) == pytest.approx(wanted, abs=CLOSE)


def test_single_tokens_go_on_sharing_passes(lab: Any) -> None:
    """A set without any such answer, and a metric that reads none."""
    n, n_passes = 20, {}
    lab.pairs("many", PAIRS * 4)
    lab.pairs("single", PAIRS[3:] * 10)
    for over, metric in (("single", "logit_diff"), ("many", "loss"), ("many", "logit_diff")):
        lab.metric(metric, pairs=over)
        n_passes[over, metric] = lab.sweep("z", over=over, progress=False).info.n_passes
    assert n_passes["single", "logit_diff"] < n
    assert n_passes["many", "loss"] < n < n_passes["many", "logit_diff"]


def test_ranks_take_one_token(lab: Any) -> None:
    with pytest.raises(LabError, match="answer of pair 0 of mixed is 3 tokens, and rank takes one"):
        lab.metric("rank", pairs="mixed")


@pytest.mark.parametrize(
    "call",
    [
        lambda lab: lab.attribution("z", over="mixed"),
        lambda lab: lab.sweep("neuron", over="mixed"),
        lambda lab: lab.edges(over="mixed"),
        lambda lab: lab.faithfulness([("L0H0", "L1H1.k")], over="mixed"),
    ],
)
def test_what_reads_one_pass_of_each_pair_refuses_them(lab: Any, call: Any) -> None:
    with pytest.raises(LabError, match="answers of several tokens, which estimates over pairs don't take"):
        call(lab)
