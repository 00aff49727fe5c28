"""What is around an experiment over pairs: a person's own code, stopping, moving weights, what is stored."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import torch
import trafolab
from torch import Tensor
from trafolab.errors import LabError
from trafolab_protocol.actions import ControlExperiment, StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests.unit.trafolab.experiments.four_pairs import (
    EXACT,
    lab,
    same,
    singles,
)
from tests.unit.trafolab.experiments.test_book import Gate, calling, until

__all__ = ["lab"]


def test_a_persons_own_code_sees_one_prompt_at_a_time(lab: Any) -> None:
    shapes: set[Any] = set()

    def mixing(value: Any, hook: Any) -> Any:
        shapes.add(tuple(value.shape[:2]))
        return value - value.mean(0, keepdim=True) / 2

    lab.model.add_hook("blocks.0.hook_mlp_out", mixing)
    found = lab.sweep("z", over="four", progress=False)
    assert "Code of yours" in found.info.whole
    assert {rows for rows, _ in shapes} == {1}
    expected = torch.stack([each.values for each in singles(lab, "z", False)])
    torch.testing.assert_close(found.pairs, expected, atol=EXACT, rtol=EXACT)


def test_what_goes_wrong_names_the_pair(lab: Any) -> None:
    def unlike(logits: Tensor) -> Tensor:
        return logits[0, 0] / (len(logits) - 6)

    lab.metric(unlike)
    with pytest.raises(LabError, match=r"^Pair 1 of four: .* is not a finite number"):
        lab.sweep("z", direction="both", over="four", progress=False)


@pytest.mark.parametrize("options", [{}, {"direction": "both"}])
def test_a_stored_one_comes_back_with_its_pairs(lab: Any, options: Any) -> None:
    found = lab.sweep("z", over="four", by="role", progress=False, **options)
    fresh = trafolab.open(lab.info.source)
    stored = list(lab.book.stored())
    records = [record for record, _ in stored]
    fresh.book.restore(records, {record.tensor or "": array for record, array in stored})
    again = fresh.experiments[-1]
    same(again.pairs, found.pairs)
    same(again.values, found.values)
    for name, column in found.columns.items():
        same(again.columns[name], column)
    assert again.behind(layer=0, head=1, role="x").equals(found.behind(layer=0, head=1, role="x"))


def test_the_view_has_the_pairs_of_a_cell(lab: Any) -> None:
    found = lab.sweep("resid_pre", over="four", progress=False)
    whole = lab.compute("experiment", {"id": found.record.id})
    assert whole.data.experiment.pairs == []
    assert "pairs" not in whole.tensors
    cell = lab.compute("experiment", {"id": found.record.id, "cell": [1, 2]})
    assert [each.baseline for each in cell.data.experiment.pairs] == pytest.approx(found.baselines.tolist())
    assert torch.as_tensor(cell.tensors["pairs"]).equal(found.pairs[:, 1, 2])
    for wrong in ([1], [9, 0]):
        with pytest.raises(LabError, match="no cell"):
            lab.compute("experiment", {"id": found.record.id, "cell": wrong})


def test_a_list_is_told_of_it_without_its_cells(lab: Any) -> None:
    found = lab.sweep("resid_pre", over="four", progress=False)
    whole = lab.compute("experiment", {"id": found.record.id})
    told = lab.compute("experiment", {"id": found.record.id, "cells": False})
    one, other = whole.data.experiment, told.data.experiment
    assert (dict(told.tensors), other.axes) == ({}, [])
    assert (other.info, other.n_done, told.data.n_cells) == (one.info, one.n_done, whole.data.n_cells)


@pytest.mark.parametrize(("options", "free"), [({}, 16), ({"direction": "both"}, 60)])
def test_one_that_is_stopped_has_the_means_of_what_is_done(lab: Any, options: Any, free: int) -> None:
    whole = lab.sweep("z", over="four", progress=False, **options)
    gate = Gate(lab, free=free)
    name = uuid4().hex
    lab.act(StartExperiment(id=name, spec=SweepSpec(what="z", over="four", **options)))
    until(lambda: gate.passes > gate.free)
    lab.act(ControlExperiment(id=name, verb="stop"))
    gate.open.set()
    lab.model.reset_hooks()
    found = lab.experiments[name]
    there = ~found.pairs.isnan()
    assert torch.equal(found.columns["n"], there.sum(0).float())
    assert 0 < int(there.sum()) < there.numel()
    same(found.pairs, whole.pairs.where(there, torch.nan))
    effects = (whole.pairs - whole.baselines.view(-1, 1, 1)).where(there, torch.nan)
    same(found.effects, effects.nanmean(0))
    if options:
        # One pair after the other: each cell of a pair counts, and the mean is that of what is there.
        same(found.values, whole.pairs.where(there, torch.nan).nanmean(0))
        assert found.record.n_done == int(there.sum())


@pytest.mark.parametrize("really", [False, True])
def test_weights_that_move_between_pairs_end_it_and_those_only_now_found_moved_do_not(
    lab: Any, really: bool
) -> None:
    weight = lab.model.blocks[0].mlp.out.weight.data
    weight.mul_(2)
    gate = Gate(lab, free=60)
    with calling(lambda: lab.sweep("z", direction="both", over="four", progress=False)) as found:
        until(lambda: gate.passes > gate.free)
        assert 0 < lab.experiments[-1].record.n_done < 32
        if really:
            weight.mul_(2)
        lab.observe(lab.findings, moved=True)
        gate.open.set()
    (outcome,) = found
    assert isinstance(outcome, LabError) == really, outcome
    assert getattr(outcome, "code", "model_changed") == "model_changed"
