"""Experiments on one prompt begin from the same recorded passes, as long as these are still true."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import torch
from trafolab import kept_recordings
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    return gpt2_lab


@pytest.fixture
def recorded(lab: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The prompts of the passes that were recorded."""
    executor, found = lab._engine.now.bench.held.aside, list[Any]()
    record = executor.record

    def counting(ids: Any, *arguments: Any, **options: Any) -> Any:
        found.append(ids)
        return record(ids, *arguments, **options)

    monkeypatch.setattr(executor, "record", counting)
    return found


def clicked(lab: Any, what: str) -> torch.Tensor:
    """A sweep as the page starts it."""
    lab.act(StartExperiment(id=uuid4().hex, spec=SweepSpec(what=what)), origin="page")
    lab.book.rest()
    return lab.experiments[-1].values


def test_the_next_sweep_takes_them_over(lab: Any, recorded: list[Any]) -> None:
    first = clicked(lab, "z")
    assert len(recorded) == 2
    assert torch.equal(clicked(lab, "z"), first)
    assert len(recorded) == 2


def test_one_that_looks_elsewhere_records_for_both(lab: Any, recorded: list[Any]) -> None:
    first, second = clicked(lab, "z"), clicked(lab, "resid_pre")
    assert len(recorded) == 4
    assert torch.equal(clicked(lab, "z"), first)
    assert torch.equal(clicked(lab, "resid_pre"), second)
    assert len(recorded) == 4


def test_other_interventions_and_other_prompts_are_other_runs(lab: Any, recorded: list[Any]) -> None:
    plain = clicked(lab, "z")
    lab.ablate("L0H0")
    assert not torch.allclose(clicked(lab, "z"), plain, atol=CLOSE)
    lab.prompt(CORRUPT, corrupt=CLEAN)
    clicked(lab, "z")
    assert len(recorded) == 6


def test_weights_that_code_changed_unseen_are_those_that_are_swept(lab: Any, recorded: list[Any]) -> None:
    before = clicked(lab, "z")
    lab.model.blocks[0].attn.W_O.data.mul_(3)
    after = lab.sweep("z", progress=False).values
    assert len(recorded) == 4
    assert not torch.allclose(after, before, atol=CLOSE)


def test_what_is_too_large_is_not_kept(
    lab: Any, recorded: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_recordings, "_BYTES", 1)
    clicked(lab, "z")
    clicked(lab, "z")
    assert len(recorded) == 4
