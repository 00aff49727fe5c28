"""Edges over pairs: means of those of each pair, and what plain autograd gives."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import torch
import trafolab
from torch import Tensor
from trafolab.errors import LabError
from trafolab_protocol.actions import ControlExperiment, StartExperiment
from trafolab_protocol.experiments import EdgesSpec

from tests.reference_hf.loading import load
from tests.unit.trafolab.experiments.four_pairs import PAIRS
from tests.unit.trafolab.experiments.test_book import Gate, until
from tests.unit.trafolab.experiments.test_estimates_over_pairs import acting, close, lab, singles
from tests.unit.trafolab.operations.bench import CLOSE

__all__ = ["lab"]

EVERY = 400
CIRCUIT = [("L0H1", "L1H0.k"), ("mlp.0", "L1H0.q"), ("L1H0", "logits"), ("resid_pre.0", "logits")]


def mean(tables: list[Tensor]) -> Tensor:
    return torch.stack(tables).mean(0)


@pytest.mark.parametrize("given", [{}, {"direction": "denoise"}, {"steps": 3}])
def test_edges_are_the_means_of_single_ones(lab: Any, given: Any) -> None:
    found = lab.edges(over="four", verify=EVERY, sample=2, progress=False, **given)
    alone = singles(lab, "edges", verify=EVERY, sample=0, **given)
    close(found.estimated_effects, mean([each.estimated_effects for each in alone]))
    close(found.effects, mean([each.effects for each in alone]))
    assert found.info.baseline == pytest.approx(mean([torch.tensor(e.info.baseline) for e in alone]))
    assert found.info.other == pytest.approx(mean([torch.tensor(e.info.other) for e in alone]))
    assert found.record.n_done == found.info.n_cells == 4 * int((~found.estimate.isnan()).sum())
    assert "mean over 4 pairs of four, estimated by the gradient at " in found.info.sentence
    assert float(found.trust.rank_correlation) == pytest.approx(
        _ranks(found.estimated_effects, found.effects, found.trust.top + found.trust.sample)
    )


def _ranks(ours: Tensor, theirs: Tensor, cells: list[int]) -> float:
    rows = torch.stack([each.flatten()[sorted(set(cells))] for each in (ours, theirs)])
    ranks = torch.stack([(row[:, None] > row).sum(1) + (row[:, None] == row).sum(1) / 2 for row in rows])
    return float(torch.corrcoef(ranks.float())[0, 1])


def test_few_are_patched_with_an_interval_and_make_the_circuit(lab: Any) -> None:
    found = lab.edges(over="four", verify=3, sample=2, progress=False)
    alone = singles(lab, "edges", verify=EVERY, sample=0)
    patched = ~found.columns["low"].isnan()
    assert 3 <= int(patched.sum()) <= 5
    close(found.effects[patched], mean([each.effects for each in alone])[patched])
    for name, within in (("low", torch.le), ("high", torch.ge)):
        assert bool(within(found.columns[name], found.values)[patched].all())
    # Less than the smallest and more than the largest pair no resampled mean can be.
    each = torch.stack([e.effects for e in alone])[:, patched]
    assert bool((found.columns["low"][patched] - found.info.baseline >= each.amin(0) - 1e-5).all())
    assert bool((found.columns["high"][patched] - found.info.baseline <= each.amax(0) + 1e-5).all())
    circuit = found.circuit(4)
    largest = circuit.edges[0]
    assert largest.receiver == "logits"
    to_logits = found.estimated_effects[:, -1].nan_to_num().abs()
    assert found.axes["sender"][int(to_logits.argmax())] == largest.sender
    faithful = circuit.faithfulness(random=1)
    assert faithful.record.spec.over == "four"
    assert faithful.record.spec.found_by == found.record.id


def test_plain_autograd_gives_the_same(lab: Any) -> None:
    found = lab.edges(over="four", verify=0, sample=0, progress=False)
    model = load(lab.info.source)
    scores = []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        written = [_mlp_out(model, ids) for ids in (clean, corrupt)]
        scores.append(((written[1] - written[0]) * _slope(model, clean, answer, distractor)).sum())
    sender, receiver = found.axes["sender"].index("mlp.0"), found.axes["receiver"].index("mlp.1")
    estimate = found.estimated_effects[sender, receiver]
    assert float(estimate) == pytest.approx(float(torch.stack(scores).mean()), abs=CLOSE)


def _mlp_out(model: Any, ids: list[int]) -> Tensor:
    found: list[Tensor] = []
    handle = model.transformer.h[0].mlp.register_forward_hook(lambda _, __, output: found.append(output[0]))
    with torch.no_grad():
        model(torch.tensor([ids]), use_cache=False)
    handle.remove()
    return found[0]


def _slope(model: Any, ids: list[int], answer: int, distractor: int) -> Tensor:
    """The gradient at what the second MLP's norm reads [pos, d_model]: not at what passes by it."""
    leaves: list[Tensor] = []

    def added(_: Any, given: Any) -> Any:
        leaves.append(torch.zeros_like(given[0]).requires_grad_())
        return (given[0] + leaves[0],)

    handle = model.transformer.h[1].ln_2.register_forward_pre_hook(added)
    with torch.enable_grad():
        last = model(torch.tensor([ids]), use_cache=False).logits[0, -1]
        (slope,) = torch.autograd.grad(last[answer] - last[distractor], leaves)
    handle.remove()
    return slope[0]


def test_under_interventions(lab: Any) -> None:
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    acting(lab)
    found = lab.edges(over="four", verify=4, sample=0, progress=False)
    alone = singles(lab, "edges", acting=acting, verify=EVERY, sample=0)
    close(found.estimated_effects, mean([each.estimated_effects for each in alone]))
    patched = found.trust.top
    close(found.effects.flatten()[patched], mean([each.effects.flatten() for each in alone])[patched])
    lab.clear()
    lab.patch("L0H1")
    found = lab.edges(over="four", verify=0, sample=0, progress=False)
    alone = singles(lab, "edges", verify=0, sample=0)
    close(found.estimated_effects, mean([each.estimated_effects for each in alone]))


@pytest.mark.parametrize("operation", ["patch", "zero", "mean"])
def test_faithfulness_is_the_mean_of_single_ones(lab: Any, operation: str) -> None:
    given = {"operation": operation, "random": 2, "seed": 3}
    lab.reference("others", [pair[1] for pair in PAIRS])
    given |= {"reference": "others"} if operation == "mean" else {}
    found = lab.faithfulness(CIRCUIT, over="four", progress=False, **given)
    alone = singles(lab, "faithfulness", CIRCUIT, **given)
    close(found.pairs, torch.stack([each.values for each in alone]))
    close(found.values, mean([each.values for each in alone]))
    assert found.axes == alone[0].axes
    baseline, other = found.info.baseline, found.info.other
    assert baseline == pytest.approx(sum(each.info.baseline for each in alone) / 4, abs=1e-5)
    assert other == pytest.approx(sum(each.info.other for each in alone) / 4, abs=1e-5)
    assert found.score == pytest.approx((float(found.values[0]) - other) / (baseline - other))
    assert len(found.random) == 2
    assert len(found.behind(**{"edges kept": "the circuit"})) == 4
    assert "faithfulness" in repr(found)


def test_a_mean_without_a_reference_is_over_all_clean_prompts(lab: Any) -> None:
    lab.reference("cleans", [pair[0] for pair in PAIRS])
    ours, theirs = (
        lab.faithfulness(CIRCUIT, operation="mean", reference=name, random=0, over="four", progress=False)
        for name in (None, "cleans")
    )
    close(ours.values, theirs.values)
    assert "means over four's clean prompts" in ours.info.sentence


def test_one_that_is_stopped_and_stored_has_what_is_done(lab: Any) -> None:
    gate, name = Gate(lab, free=11), uuid4().hex
    lab.act(StartExperiment(id=name, spec=EdgesSpec(over="four", verify=2, sample=0)))
    until(lambda: gate.passes > gate.free)
    lab.act(ControlExperiment(id=name, verb="stop"))
    gate.open.set()
    lab.model.reset_hooks()
    found = lab.experiments[name]
    n = found.info.n_estimated
    assert 0 < n < 4
    alone = singles(lab, "edges", verify=0, sample=0)
    close(found.estimated_effects, mean([each.estimated_effects for each in alone[:n]]))
    fresh = trafolab.open(lab.info.source)
    stored = list(lab.book.stored())
    fresh.book.restore([record for record, _ in stored], {r.tensor or "": array for r, array in stored})
    again = next(each for each in fresh.experiments if each.record.id == name)
    assert again.columns["estimate"].nan_to_num().equal(found.columns["estimate"].nan_to_num())


def test_the_page_starts_the_same_and_sees_what_was_tried(lab: Any) -> None:
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=EdgesSpec(over="four", verify=2, sample=1)))
    until(lambda: lab.experiments._job(name).ended.is_set())
    found = lab.experiments[name]
    assert found.record.code == 'lab.edges(over="four", verify=2, sample=1)'
    assert found.record.name == "corrupt → clean: edges, estimated, over four"
    listed = next(each for each in lab.state.experiments if each.id == name)
    assert listed.n_cells == listed.n_done == int((~found.estimate.isnan()).sum())
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    faithful = found.circuit(5).faithfulness(random=1)
    kept = ", ".join(f'["{edge.sender}", "{edge.receiver}"]' for edge in found.circuit(5).edges)
    assert faithful.record.code == f'lab.faithfulness([{kept}], over="four", random=1)'
    seen = lab.compute("circuit", {"id": name})
    assert [each.id for each in seen.data.tried] == [faithful.record.id]
    assert len(seen.data.edges) > 5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.edges(over="nobody"), "no set of pairs named nobody"),
        (lambda lab: lab.edges(over="four", source="corrupt"), "can't take source='corrupt'"),
        (lambda lab: lab.faithfulness([], over="four"), "has no edges"),
        (lambda lab: lab.faithfulness([("L0H9", "logits")], over="four"), "L0H9 does not write into"),
        (lambda lab: (lab.freeze("L0H1"), lab.edges(over="four")), "the values of one prompt"),
        (lambda lab: (lab.metric("rank", answer=5), lab.edges(over="four")), "can't be estimated"),
        (
            lambda lab: (lab.pairs("long", [([0, 7, 3], [0, 4, 3], [5, 6], [9])]), lab.edges(over="long")),
            "several tokens",
        ),
        (lambda lab: (lab.steer("resid_mid.0", [1.0] * 32, 1.0), lab.edges(over="four")), "on the stream"),
    ],
)
def test_what_cannot_be_is_refused(lab: Any, call: Any, message: str) -> None:
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    with pytest.raises(LabError, match=message):
        call(lab)
