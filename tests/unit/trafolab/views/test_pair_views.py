"""The pairs of a set as the page lists them, and the repair that it offers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import trafolab
from trafolab import LabError
from trafolab.pairs import pairs_of

CLEAN = "Her name was Alex Hart. Tomorrow at lunch time Alex"
NAMES = [" Hart", " Carroll", " Mason", " Parker"]


@pytest.fixture(scope="module")
def lab() -> Any:
    lab = trafolab.open("trafo-2l")
    rows = [
        (CLEAN.replace(" Hart", one), CLEAN.replace(" Hart", other), one, other)
        for one, other in pairwise(NAMES)
    ]
    lab.pairs("surnames", [*rows, ("Alex met Tom", "Alex met Hart", " Tom")])
    return lab


def test_pairs_are_listed_a_page_at_a_time(lab: Any) -> None:
    data = lab.compute("pairs", {"name": "surnames", "start": 1, "count": 2}).data
    assert (data.name, data.n_pairs, [row.index for row in data.rows]) == ("surnames", 4, [1, 2])
    first, _ = data.rows
    assert first.clean.endswith(CLEAN.replace(" Hart", " Carroll"))
    assert first.corrupt.endswith(CLEAN.replace(" Hart", " Mason"))
    assert (first.answer, first.distractor) == (" Carroll", " Mason")
    assert first.n_tokens == len(lab.model.to_tokens(CLEAN)[0])
    assert lab.compute("pairs", {"name": "surnames", "start": 3}).data.rows[0].distractor is None
    assert lab.compute("pairs", {"name": "surnames", "start": 9}).data.rows == []
    with pytest.raises(LabError, match="no set of pairs named nobody"):
        lab.compute("pairs", {"name": "nobody"})


def test_the_pairs_behind_a_cell_are_those_of_the_set(lab: Any) -> None:
    lab.pairs("same", [(CLEAN, CLEAN.replace("Hart", name.strip()), " Hart", name) for name in NAMES[1:]])
    lab.sweep("z", over="same", progress=False)
    (made,) = lab.state.experiments
    data = lab.compute("experiment", {"id": made.id, "cell": [1, 6]})
    found = data.data.experiment
    known = next(each for each in lab.pair_sets if each.name == "same")
    assert found.info.pairs == known.tensor
    assert len(found.pairs) == len(pairs_of(known, lab.tensors)) == len(data.tensors["pairs"]) == 3
    for index, (told, value) in enumerate(zip(found.pairs, data.tensors["pairs"], strict=True)):
        lab.use_pair("same", index)
        assert told.baseline == pytest.approx(lab.run().metric, abs=1e-4)
        lab.patch("L1H6")
        assert value == pytest.approx(lab.run().metric, abs=1e-4)
        lab.clear()
    mean = np.mean(
        [value - told.baseline for told, value in zip(found.pairs, data.tensors["pairs"], strict=True)]
    )
    assert data.tensors["values"][1, 6] - found.info.baseline == pytest.approx(mean, abs=1e-5)


def test_the_offered_repair_makes_both_as_long(lab: Any) -> None:
    lab.prompt(CLEAN, corrupt={"first": CLEAN.replace("Alex Hart", "Kate Hart"), "same": CLEAN})
    found = lab.compute("repair", {"name": "first"}).data
    assert len(lab.model.to_tokens(found.text)[0]) == len(lab.model.to_tokens(CLEAN)[0])
    assert "in place of 'Kate'" in found.advice
    assert found.of == CLEAN.replace("Alex Hart", "Kate Hart")
    for name in ("same", "gone"):
        assert lab.compute("repair", {"name": name}).data.text is None
    lab.prompt(CLEAN, corrupt=CLEAN + " and Kate")
    assert lab.compute("repair", {"name": "corrupt"}).data.text is None


def test_what_can_be_swept_over_pairs_is_said_beforehand(lab: Any) -> None:
    for kind in lab.state.sweeps:
        if kind.over_pairs:
            lab.sweep(kind.name, over="same", ablate="zero", progress=False)
        else:
            with pytest.raises(LabError, match="over pairs can't take"):
                lab.sweep(kind.name, over="same", ablate="zero")
