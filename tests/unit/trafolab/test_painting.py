"""A person's own numbers on the map."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
import trafolab
from trafolab import LabError
from trafolab.tensors import as_array


def painted(lab: Any) -> dict[str, float]:
    """What the page is sent."""
    result = lab.compute("paint", {})
    return dict(zip(result.data.components, result.tensors["values"].tolist(), strict=True))


HEADS = np.arange(8, dtype=np.float32).reshape(2, 4) - 3


@pytest.mark.parametrize(
    "given",
    [
        HEADS,
        HEADS.tolist(),
        torch.tensor(HEADS, requires_grad=True),
        torch.tensor(HEADS).bfloat16(),
        pd.DataFrame(HEADS),
        {f"{layer}.{head}": HEADS[layer, head] for layer in range(2) for head in range(4)},
        pd.Series(HEADS.ravel(), [f"L{layer}H{head}" for layer in range(2) for head in range(4)]),
        pd.DataFrame({"v": HEADS.ravel()}, [f"L{i}H{h}" for i in range(2) for h in range(4)]),
    ],
    ids=["array", "list", "tensor", "bfloat16", "table", "dict", "series", "column"],
)
def test_the_heads_are_painted_with_what_was_given(lab: Any, given: Any) -> None:
    lab.paint(given, label="mine")
    assert painted(lab) == {f"L{i}H{h}": HEADS[i, h] for i in range(2) for h in range(4)}
    assert (lab.state.paint.label, lab.state.paint.n) == ("mine", 8)


def test_names_globs_and_gaps(gpt2_lab: Any) -> None:
    gpt2_lab.paint(
        {"mlp.*": 0.5, "L1H2": torch.tensor(-1.0), "L0H0": math.nan, "mlp.1": 2, "resid_post.0": 1}
    )
    assert painted(gpt2_lab) == {"mlp.0": 0.5, "mlp.1": 2.0, "L1H2": -1.0, "resid_post.0": 1.0}
    assert gpt2_lab.state.paint.label == "my numbers"
    gpt2_lab.paint(np.where(HEADS > 0, HEADS, np.nan))
    assert painted(gpt2_lab) == {f"L1H{h}": h + 1.0 for h in range(4)}
    gpt2_lab.paint(None)
    assert (painted(gpt2_lab), gpt2_lab.state.paint) == ({}, None)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.zeros((3, 4)), r"shape \[3, 4\].*\[2, 4\]"),
        ([1.0, 2.0], r"shape \[2\]"),
        ({"L9H9": 1.0}, "no target named L9H9"),
        ({"L0H0.q": 1.0}, "L0H0.q is not a component.*L0H0"),
        ({"L0H0": math.inf}, "painted with inf"),
        ({"L0H0": "red"}, "str, which is not a number"),
        ({3: 1.0}, "3 is not the name"),
        ("L0H0", "with a str"),
        (pd.DataFrame({"a": [1.0], "b": [2.0]}, ["L0H0"]), "table of 2 columns"),
        ({}, "no numbers"),
    ],
)
def test_what_cannot_be_painted_is_refused_and_changes_nothing(
    gpt2_lab: Any, values: Any, message: str
) -> None:
    gpt2_lab.paint({"L0H1": 1})
    before = gpt2_lab.state
    with pytest.raises(LabError, match=message):
        gpt2_lab.paint(values)
    assert gpt2_lab.state == before


def test_it_is_undone_stored_and_written_as_code(
    gpt2_lab: Any, gpt2: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpt2_lab.paint({"L0H1": 0.25}, label="few")
    assert 'lab.paint({"L0H1": 0.25}, label="few")\n' in gpt2_lab.code()
    assert gpt2_lab.state.history[-1].label == "paint few"
    gpt2_lab.paint({name: i / 7 for i, name in enumerate(gpt2_lab._engine.now.bench.held.catalogue.names)})
    many, code = painted(gpt2_lab), gpt2_lab.code()
    assert 'lab.paint(stored="' in code
    assert gpt2_lab.state.history[-1].code in code
    gpt2_lab.save("a")
    gpt2_lab.undo()
    assert painted(gpt2_lab) == {"L0H1": 0.25}
    gpt2_lab.load("a")
    assert painted(gpt2_lab) == many
    other = trafolab.open(gpt2.source)
    line = next(line for line in code.splitlines() if "paint" in line)
    exec(line, {"lab": other})
    assert painted(other) == many


def test_it_belongs_to_the_components_of_a_model(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.paint({"L0H1": 0.25})
    gpt2_lab.open(shape_of("llama").source)
    with pytest.raises(LabError, match="other components"):
        gpt2_lab.compute("paint", {})


def test_a_fresh_kernel_has_it_again(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.paint(HEADS, label="mine")
    paint = gpt2_lab.state.paint
    stored = {paint.tensor: as_array(gpt2_lab._engine.tensors[paint.tensor])}
    fresh = trafolab.open(gpt2.source)
    fresh.restore(gpt2_lab.settle(), stored)
    assert painted(fresh) == painted(gpt2_lab)
    lost = trafolab.open(gpt2.source)
    lost.restore(gpt2_lab.settle(), {})
    with pytest.raises(LabError, match="are missing"):
        lost.compute("paint", {})


def test_groups_have_notes_and_can_be_renamed(gpt2_lab: Any) -> None:
    gpt2_lab.group("movers", "L1H*", note="copy the name")
    gpt2_lab.group("others", "mlp.0")
    gpt2_lab.group("movers", note="they copy")
    gpt2_lab.group("name movers", replaces="movers")
    first, second = gpt2_lab.state.groups
    assert (first.name, first.targets, first.note) == (
        "name movers",
        ["L1H0", "L1H1", "L1H2", "L1H3"],
        "they copy",
    )
    assert (second.name, second.note) == ("others", "")
    assert 'note="they copy")' in gpt2_lab.code()
    assert gpt2_lab.state.history[-1].code == 'lab.group("name movers", replaces="movers")'
    with pytest.raises(LabError, match="no group named nobody"):
        gpt2_lab.group("x", replaces="nobody")
    gpt2_lab.undo()
    assert list(gpt2_lab.groups) == ["movers", "others"]
