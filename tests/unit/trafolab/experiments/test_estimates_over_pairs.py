"""Estimates over pairs: the mean of those of each pair, and what plain autograd gives."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import torch
import trafolab
from torch import Tensor
from trafolab.errors import LabError
from trafolab.experiments.attribution.ranks import rank_correlation
from trafolab.experiments.progress import ESTIMATED
from trafolab_protocol.actions import ControlExperiment, StartExperiment
from trafolab_protocol.experiments import AttributionSpec, SweepSpec

from tests.reference_hf.loading import load
from tests.unit.trafolab.experiments.four_pairs import PAIRS, paired
from tests.unit.trafolab.experiments.test_book import Gate, until
from tests.unit.trafolab.experiments.test_sweep import possible
from tests.unit.trafolab.operations.bench import CLOSE, Bench

__all__ = ["paired"]

EXACT = 1e-5
ALL = 1000
ROLES = ["x", "y", "end"]


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.pairs("four", PAIRS)
    gpt2_lab.metric("logit_diff", answer=5, distractor=9)
    return gpt2_lab


def singles(lab: Any, method: str, *what: str, acting: Any = None, **options: Any) -> list[Any]:
    """The experiment on each pair alone, with the laboratory's prompts put back after; ``acting`` sets what
    acts on each."""
    before, found = lab.state, []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        lab.prompt(clean, corrupt=corrupt)
        lab.metric("logit_diff", answer=answer, distractor=distractor)
        if acting is not None:
            lab.clear()
            acting(lab)
        found.append(getattr(lab, method)(*what, progress=False, **options))
    lab.prompt(before.clean.source, corrupt={each.name: each.source for each in before.counterfactuals})
    lab.metric("logit_diff", answer=5, distractor=9)
    return found


def acting(lab: Any) -> None:
    lab.scale("mlp.0", 0.5, positions=["end"])


def by_role(tables: list[Tensor]) -> Tensor:
    """[pair, …, role] of tables by position."""
    rows: list[Tensor] = []
    for table, pair in zip(tables, PAIRS, strict=True):
        places = pair[4] | {"end": len(pair[0]) - 1}
        missing = torch.full(table.shape[:-1], torch.nan)
        rows.append(torch.stack([table[..., places[r]] if r in places else missing for r in ROLES], -1))
    return torch.stack(rows)


def close(ours: Tensor, theirs: Tensor) -> None:
    torch.testing.assert_close(ours, theirs, atol=EXACT, rtol=EXACT, equal_nan=True)


@pytest.mark.parametrize("kind", ["resid_pre", "layer", "z", "k", "pattern", "mlp_out"])
@pytest.mark.parametrize("direction", ["noise", "denoise"])
def test_an_attribution_is_the_mean_of_single_ones(paired: Bench, kind: str, direction: str) -> None:
    if not possible(paired, kind):
        return
    given = {"by_position": True, "direction": direction}
    found = paired.lab.attribution(kind, over="four", verify=5, sample=4, progress=False, **given)
    alone = singles(paired.lab, "attribution", kind, verify=0, sample=0, **given)
    close(found.estimated_effects, by_role([each.estimated_effects for each in alone]).nanmean(0))
    assert list(found.axes)[-1] == "role"
    assert found.info.baseline == pytest.approx(sum(each.info.baseline for each in alone) / 4, abs=EXACT)
    whole = paired.lab.sweep(kind, over="four", progress=False, **given)
    patched = sorted({*found.trust.top, *found.trust.sample})
    assert 5 <= len(patched) <= 9
    close(found.pairs.flatten(1)[:, patched], whole.pairs.flatten(1)[:, patched])
    for name in ("values", "low", "high", "n"):
        close(found.columns[name].flatten()[patched], whole.columns[name].flatten()[patched])
    effects, estimates = found.effects.flatten(), found.estimated_effects.flatten()
    expected = rank_correlation(*([float(each[i]) for i in patched] for each in (estimates, effects)))
    assert found.trust.rank_correlation == pytest.approx(expected)
    largest = estimates.nan_to_num().abs().sort(descending=True).indices[:5].tolist()
    assert found.trust.top == largest


@pytest.mark.parametrize("steps", [1, 3])
def test_at_all_positions_and_in_steps(lab: Any, steps: int) -> None:
    found = lab.attribution("z", over="four", steps=steps, verify=3, sample=0, progress=False)
    alone = singles(lab, "attribution", "z", steps=steps, verify=0, sample=0)
    assert list(found.axes) == ["layer", "head"]
    close(found.estimated_effects, torch.stack([each.estimated_effects for each in alone]).mean(0))
    assert found.info.n_estimated == 4
    assert "mean over 4 pairs of four, estimated by the gradient at " in found.info.sentence


@pytest.mark.parametrize("donor", ["plain", "live"])
def test_under_interventions_at_a_role_and_from_each_pairs_own_prompt(lab: Any, donor: str) -> None:
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    lab.patch("L0H1", donor=donor)
    lab.scale("L1H0", 3.0)
    given = {"verify": 4, "sample": 0}
    found = lab.attribution("mlp_out", over="four", progress=False, **given)
    alone = singles(lab, "attribution", "mlp_out", **given)
    close(found.estimated_effects, by_role([each.estimated_effects for each in alone]).nanmean(0))
    assert found.trust.gradient == "the clean run under the interventions in force"
    lab.clear()
    acting(lab)
    at_role = lab.attribution("z", over="four", verify=0, sample=0, progress=False)
    alone = singles(lab, "attribution", "z", acting=acting, verify=0, sample=0)
    close(at_role.estimated_effects, torch.stack([each.estimated_effects for each in alone]).mean(0))


def test_plain_autograd_gives_the_same(lab: Any) -> None:
    found = lab.attribution("resid_pre", over="four", verify=0, sample=0, progress=False)
    neurons = lab.sweep("neuron", over="four", top=5, progress=False)
    model = load(lab.info.source)
    streams, acts = [], []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        (block, gelu), (there, acted) = _autograd(model, clean, answer, distractor), _values(model, corrupt)
        here, acts_here = _values(model, clean)
        streams.append(((there - here) * block).sum(-1))
        acts.append(((acted - acts_here) * gelu).sum(0))
    close(found.estimated_effects[1], by_role(streams).nanmean(0))
    mean = torch.stack(acts).mean(0)
    for row, name in enumerate(neurons.axes["neuron"]):
        layer, neuron = name.removeprefix("mlp.").split(".n")
        if layer == "1":
            estimate = neurons.columns["estimate"][row] - neurons.info.baseline
            assert float(estimate) == pytest.approx(float(mean[int(neuron)]), abs=CLOSE)
    assert any(name.startswith("mlp.1.") for name in neurons.axes["neuron"])


def _autograd(model: Any, ids: list[int], answer: int, distractor: int) -> tuple[Tensor, Tensor]:
    """The gradient at what enters the second block [pos, d_model], and at its neurons [pos, neuron]."""
    leaves: list[Tensor] = []

    def added(_: Any, given: Any, output: Any = None) -> Any:
        value = given[0] if output is None else output
        leaves.append(torch.zeros_like(value).requires_grad_())
        return (value + leaves[-1], *given[1:]) if output is None else value + leaves[-1]

    block = model.transformer.h[1]
    handles = [block.register_forward_pre_hook(added), block.mlp.act.register_forward_hook(added)]
    with torch.enable_grad():
        last = model(torch.tensor([ids]), use_cache=False).logits[0, -1]
        first, second = torch.autograd.grad(last[answer] - last[distractor], leaves)
    for handle in handles:
        handle.remove()
    return first[0], second[0]


def _values(model: Any, ids: list[int]) -> tuple[Tensor, Tensor]:
    found: list[Tensor] = []
    block = model.transformer.h[1]
    handles = [
        block.register_forward_pre_hook(lambda _, given: found.append(given[0])),
        block.mlp.act.register_forward_hook(lambda _, __, output: found.append(output)),
    ]
    with torch.no_grad():
        model(torch.tensor([ids]), use_cache=False)
    for handle in handles:
        handle.remove()
    return found[0][0], found[1][0]


@pytest.mark.parametrize("by_position", [True, False])
@pytest.mark.parametrize(
    "options", [{}, {"direction": "denoise"}, {"ablate": "zero"}, {"ablate": "mean", "source": "others"}]
)
def test_neurons_are_chosen_by_the_mean_and_patched_over_all(
    paired: Bench, by_position: bool, options: Any
) -> None:
    lab = paired.lab
    lab.scale("L0H1", 2.0)
    found = lab.sweep("neuron", over="four", top=6, by_position=by_position, progress=False, **options)
    alone = singles(lab, "sweep", "neuron", top=ALL, by_position=by_position, **options)
    names = sorted(alone[0].axes["neuron"])
    order = [[each.axes["neuron"].index(name) for name in names] for each in alone]
    means: dict[str, Tensor] = {}
    for column in ("estimate", "values"):
        rows = zip(alone, order, strict=True)
        tables = [each.columns[column][own] - each.info.baseline for each, own in rows]
        means[column] = (by_role(tables) if by_position else torch.stack(tables)).nanmean(0)
    sums = means["estimate"].sum(-1) if by_position else means["estimate"]
    largest = sums.abs().topk(6).indices.tolist()
    assert found.axes["neuron"] == [names[i] for i in largest]
    for column, expected in means.items():
        close(found.columns[column] - found.info.baseline, expected[largest])
    assert found.axes.get("role") == (ROLES if by_position else None)
    assert found.info.n_estimated == 4
    assert len(found.behind(neuron=0, **({"role": "x"} if by_position else {}))) == 4


def test_of_some_layers_alone(lab: Any) -> None:
    found = lab.sweep("neuron", over="four", only="mlp.1", top=3, progress=False)
    assert all(name.startswith("mlp.1.n") for name in found.axes["neuron"])
    assert len(lab.sweep("neuron", over="four", only="mlp.1.n3", progress=False).axes["neuron"]) == 1


def test_of_a_stopped_one_there_are_estimates_over_some_pairs(lab: Any) -> None:
    gate, name = Gate(lab, free=6), uuid4().hex
    lab.act(StartExperiment(id=name, spec=AttributionSpec(what="z", over="four")))
    until(lambda: gate.passes > gate.free)
    lab.act(ControlExperiment(id=name, verb="stop"))
    gate.open.set()
    lab.model.reset_hooks()
    found = lab.experiments[name]
    assert 0 < found.info.n_estimated < 4
    alone = singles(lab, "attribution", "z", verify=0, sample=0)
    order = [0, 2, 1, 3][: found.info.n_estimated]
    close(found.estimated_effects, torch.stack([alone[i].estimated_effects for i in order]).mean(0))
    assert bool(found.values.isnan().all())
    assert found.trust.top == []


def test_a_stored_one_comes_back(lab: Any) -> None:
    found = lab.attribution("z", over="four", by="role", verify=3, sample=3, progress=False)
    fresh = trafolab.open(lab.info.source)
    stored = list(lab.book.stored())
    fresh.book.restore([record for record, _ in stored], {r.tensor or "": array for r, array in stored})
    again = fresh.experiments[-1]
    assert again.to_dataframe().equals(found.to_dataframe())
    assert again.verified().html() == found.verified().html()
    table = found.to_dataframe()
    assert [*table.columns] == [
        "layer",
        "head",
        "role",
        "estimate",
        "effect",
        "patched",
        "effect_low",
        "effect_high",
        "n",
    ]
    # Of a cell that was not patched n is that of the estimate.
    assert set(table[table["role"] == "y"]["n"]) == {3}
    assert set(table[table["role"] == "end"]["n"]) == {4}
    progress = torch.as_tensor(lab.compute("experiment", {"id": found.record.id}).tensors["progress"])
    assert int((progress == ESTIMATED).sum()) == table["effect"].isna().sum() > 0


def test_the_page_starts_the_same(lab: Any) -> None:
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=AttributionSpec(what="z", over="four", by="role", verify=2)))
    until(lambda: lab.experiments._job(name).ended.is_set())
    record = lab.experiments[name].record
    assert record.code == 'lab.attribution("z", over="four", by="role", verify=2)'
    assert record.name == "corrupt → clean: head output by role, over four, estimated"
    assert record.n_done == record.info.n_cells == 2 * 4 * (4 + 3 + 4)
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=SweepSpec(what="neuron", over="four", top=3)))
    until(lambda: lab.experiments._job(name).ended.is_set())
    assert lab.experiments[name].record.code == 'lab.sweep("neuron", over="four", top=3)'


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.attribution("z", over="nobody"), "no set of pairs named nobody"),
        (lambda lab: lab.attribution("resid_pre", over="four", by="pos"), "6 to 8 tokens"),
        (lambda lab: lab.attribution("z", over="four", source="corrupt"), "can't take source='corrupt'"),
        (lambda lab: lab.attribution("neuron", over="four"), "estimates them all by a gradient"),
        (lambda lab: lab.sweep("neuron", over="four", ablate="resample"), "resample"),
        (lambda lab: lab.sweep("neuron", over="four", only="L0H1"), "has no neurons"),
    ],
)
def test_what_cannot_be_is_refused(lab: Any, call: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        call(lab)


@pytest.mark.parametrize("metric", ["rank", "kl"])
def test_a_metric_without_a_slope_is_refused(lab: Any, metric: str) -> None:
    lab.metric(metric, answer=5 if metric == "rank" else None)
    for call in (lab.attribution, lab.sweep):
        with pytest.raises(LabError, match="can't be estimated"):
            call("z" if call == lab.attribution else "neuron", over="four")
