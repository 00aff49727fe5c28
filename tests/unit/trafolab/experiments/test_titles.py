"""Names of experiments say which values go into which run."""

from __future__ import annotations

from typing import Any

import pytest
import trafolab
from trafolab.experiments.sweeps.calls import label
from trafolab.experiments.sweeps.kinds import kind_of
from trafolab.experiments.titles import way_of
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import (
    AttributionSpec,
    EdgesSpec,
    ExperimentSpec,
    FaithfulnessSpec,
    PathSpec,
    SweepSpec,
)

HART = "Her name was Alex Hart. Tomorrow at lunch time Alex"
CARROLL = "Her name was Alex Carroll. Tomorrow at lunch time Alex"


@pytest.fixture(scope="module")
def lab() -> Any:
    """Of the counterfactual ``long`` no token stands where the clean prompt has another one."""
    lab = trafolab.open("trafo-2l")
    lab.prompt(HART, corrupt={"corrupt": CARROLL, "long": f"{HART} Hart"})
    return lab


@pytest.mark.parametrize(
    ("spec", "way"),
    [
        (SweepSpec(what="z"), "Carroll → Hart"),
        (SweepSpec(what="z", direction="denoise"), "Hart → Carroll"),
        (SweepSpec(what="z", direction="both"), "Hart ↔ Carroll"),
        (SweepSpec(what="z", source="all"), "each → clean"),
        (SweepSpec(what="z", source="long"), "long → clean"),
        (SweepSpec(what="z", over="names", direction="denoise"), "clean → corrupt"),
        (SweepSpec(what="z", ablate="zero"), None),
        (PathSpec(sender="z", receivers=["logits"]), "Carroll → Hart"),
        (AttributionSpec(what="z", direction="denoise"), "Hart → Carroll"),
        (EdgesSpec(), "Carroll → Hart"),
        (FaithfulnessSpec(edges=[]), None),
    ],
)
def test_the_way_is_told_by_the_tokens_in_which_the_prompts_differ(
    lab: Any, spec: ExperimentSpec, way: str | None
) -> None:
    assert way_of(lab._engine.now.core, spec) == way


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (SweepSpec(what="z", over="names", by="role"), "Head output by role, over names"),
        (SweepSpec(what="z", over="names", by="pos"), "Head output by position, over names"),
        (SweepSpec(what="z", over="names"), "Head output, over names"),
        (SweepSpec(what="z", by_position=True), "Head output by position"),
        (SweepSpec(what="mlp_out", by_position=True), "MLP output"),
        (SweepSpec(what="mlp_out", by_position=False), "MLP output, all positions together"),
        (SweepSpec(what="pattern_entry"), kind_of("pattern_entry").label),
    ],
)
def test_what_is_told_apart_is_said_where_it_is_not_usual(spec: SweepSpec, said: str) -> None:
    assert label(spec) == said


def test_both_directions_have_names_of_their_own(lab: Any) -> None:
    for direction, what in (("noise", "z"), ("denoise", "mlp_out")):
        spec = SweepSpec(what=what, direction=direction)
        lab.act(StartExperiment(id=direction, spec=spec))
    names = [summary.name for summary in lab.state.experiments]
    assert names == ["Carroll → Hart: head output", "Hart → Carroll: MLP output"]
