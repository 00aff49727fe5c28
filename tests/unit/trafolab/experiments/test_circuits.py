"""Circuits of edges: how they grow, and how faithful they are."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from trafolab.errors import LabError
from trafolab.experiments.edges.edge_graph import End, Graph
from trafolab.experiments.edges.pruning import entry_order
from transformer_lens.tools.analysis import attribution_patching

from tests import reference_hf
from tests.unit.trafolab.experiments.edges_of_tl import measured_of, our_names, their_metric
from tests.unit.trafolab.experiments.test_sweep import difference
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS
from tests.unit.trafolab.operations.sites import Site

__all__ = ["measured_of"]

FORKED = ["gpt2", "llama", "neox", "gemma2", "mistral", "qwen3"]
HART = "Her name was Alex Hart. Tomorrow at lunch time Alex"
MARY = "Her name was Mary Hart. Tomorrow at lunch time Alex"


@pytest.mark.parametrize("name", ["gpt2", "neox"])
def test_transformer_lens_finds_circuits_as_faithful(measured_of: Any, name: str) -> None:
    lab = measured_of(name).lab
    found = lab.edges(verify=0, sample=0, progress=False)
    for n in (8, 25):
        circuit = found.circuit(n)
        ours = circuit.faithfulness(random=0)
        kept = {(edge.sender, edge.receiver) for edge in circuit.edges}
        config = attribution_patching.EdgeAttributionConfig(granularity="edge")
        tokens = torch.tensor([CLEAN]), torch.tensor([CORRUPT])
        every = attribution_patching.attribution_patch(lab.model, *tokens, their_metric, config).edge_scores
        edges = [edge for edge in every if our_names(edge) in kept]
        theirs = attribution_patching.faithfulness(lab.model, *tokens, their_metric, edges)
        assert ours.score == pytest.approx(theirs.recovered, abs=CLOSE)
        assert ours.info.other == pytest.approx(theirs.corrupt_metric, abs=CLOSE)


@pytest.mark.parametrize("name", FORKED)
def test_without_edges_a_run_is_the_other_one(measured_of: Any, name: str) -> None:
    bench = measured_of(name)
    found = bench.lab.faithfulness([("mlp.1", "logits")], random=2, progress=False)
    expected = difference(reference_hf.logits(bench.source, CORRUPT))
    assert float(found.values[1]) == pytest.approx(expected, abs=CLOSE)
    assert found.nothing == pytest.approx(0, abs=CLOSE)
    assert len(found.random) == 2


@pytest.mark.parametrize(("operation", "name"), [("zero", "gpt2"), ("mean", "gpt2"), ("mean", "llama")])
def test_all_edges_of_a_head_replaced_is_the_head_ablated(
    measured_of: Any, operation: str, name: str
) -> None:
    bench = measured_of(name)
    every = bench.lab.edges(verify=0, sample=0, progress=False)
    kept = [
        (sender, receiver)
        for i, sender in enumerate(every.axes["sender"])
        for j, receiver in enumerate(every.axes["receiver"])
        if sender != "L0H1" and not bool(every.estimate[i, j].isnan())
    ]
    found = bench.lab.faithfulness(kept, operation=operation, reference="others", random=0, progress=False)
    site = Site("L0H1", "z.0", 2, 1)
    rows = [site.read(bench.source, ids)[0, 1:] for ids in OTHERS]
    mean = torch.cat(rows).mean(0) if operation == "mean" else torch.zeros(1)
    edit = site.edit(lambda old: mean.expand_as(old))
    assert float(found.values[0]) == pytest.approx(
        difference(reference_hf.logits(bench.source, CLEAN, [edit])), abs=CLOSE
    )
    assert {"mean": "means over others", "zero": "carry nothing"}[operation] in found.info.sentence


def test_a_circuit_grows_from_the_logits() -> None:
    """The largest edges lead to what is hardly read, and come late."""
    ends = [End(name, name) for name in ("in", "A", "B", "C")]
    reads = [End(name, name) for name in ("A.v", "B.v", "C.v", "logits")]
    graph = Graph(ends, reads, before=[1, 2, 2, 4], feeds=[(1,), (2,), (3,), ()])
    nan = float("nan")
    scores = torch.tensor(
        [
            [5.0, 0.1, -9.0, 0.2],
            [nan, -3.0, 8.0, 0.3],
            [nan, nan, nan, 1.0],
            [nan, nan, nan, 0.1],
        ]
    )
    expected = [[3, 6, 8, 5], [0, 2, 9, 4], [0, 0, 0, 1], [0, 0, 0, 7]]
    # C is reached by one of the smallest edges, and then its large ones come at once.
    assert entry_order(graph, scores).nan_to_num().tolist() == expected


def test_a_threshold_keeps_what_is_reached_by_large_edges(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.edges(verify=0, sample=0, progress=False)
    every = found.circuit(10_000).edges
    assert len(every) == int((~found.estimate.isnan()).sum())
    bound = sorted(abs(edge.effect) for edge in every)[-20]
    circuit = found.circuit(threshold=bound)
    reached, grew = {"logits"}, True
    large = [edge for edge in every if abs(edge.effect) >= bound]
    while grew:
        before = len(reached)
        senders = {
            edge.sender
            for edge in large
            if edge.receiver.split(".")[0] in reached or edge.receiver in reached
        }
        reached |= senders
        grew = len(reached) > before
    expected = {
        (edge.sender, edge.receiver)
        for edge in large
        if edge.receiver in reached or edge.receiver.split(".")[0] in reached
    }
    assert {(edge.sender, edge.receiver) for edge in circuit.edges} == expected
    with pytest.raises(LabError, match="either n edges or a threshold"):
        found.circuit()


def test_random_circuits_are_as_large_and_drawn_by_a_seed(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    circuit = gpt2_lab.edges(verify=0, sample=0, progress=False).circuit(30)
    first, again, other = (circuit.faithfulness(random=4, seed=seed) for seed in (1, 1, 2))
    assert first.random == again.random
    assert first.random != other.random
    assert first.axes == {"edges kept": ["the circuit", "no edges", *(f"random {i}" for i in range(1, 5))]}


def test_the_circuit_of_the_embedded_model_is_found() -> None:
    """L0H0 notes at the surname which name came before, and L1H6 looks for that note."""
    lab = trafolab.open("trafo-2l")
    lab.prompt(HART, corrupt=MARY)
    lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")
    found = lab.edges(steps=20, progress=False)
    circuit = found.circuit(20)
    named = {(edge.sender, edge.receiver) for edge in circuit.edges}
    # A previous-token head, whose note an induction head's keys carry, by way of an MLP and directly.
    assert {("resid_pre.0", "L0H0.v"), ("L0H0", "mlp.0"), ("mlp.0", "L1H6.k"), ("L0H0", "L1H6.k")} <= named
    assert {("L1H6", "mlp.1"), ("L1H6", "logits"), ("mlp.1", "logits")} <= named
    result = circuit.faithfulness()
    assert result.score > 0.9
    assert max(map(abs, result.random)) < 0.2
    assert (found.trust.rank_correlation or 0) > 0.7


def test_a_circuit_of_runs_that_hardly_differ_has_values_alone(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric("top_k", answer=5, k=320)
    found = gpt2_lab.faithfulness([("L1H0", "logits")], random=0, progress=False)
    with pytest.raises(LabError, match=r"hardly differ.*See \.values"):
        _ = found.score
    assert f"{found.info.metric}: +1.000, corrupt +1.000" in repr(found)
