"""What every view has: rows, an example that is up to date, a page of documentation."""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trafolab
from trafolab.recording import laboratory, recorded
from trafolab.views import VIEWS
from trafolab.views.table import grid
from trafolab.views.view import View

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "viz_components/src/examples/recorded"
HEADINGS = ["## What it shows", "## How it is computed", "## Source", "## What it cannot tell"]


@pytest.fixture(scope="module")
def recording() -> Any:
    return laboratory()


def named(view: View) -> str:
    return view.name


def test_views_have_different_names() -> None:
    assert len({view.name for view in VIEWS}) == len(VIEWS)


def test_both_registries_have_one_order() -> None:
    """It is that of the tabs."""
    source = (ROOT / "viz_components/src/views/index.ts").read_text(encoding="utf-8")
    body = source[source.index("export const VIEWS") : source.index("};")]
    assert re.findall(r"^  (\w+),$", body, re.MULTILINE) == [view.name for view in VIEWS]


def test_no_view_is_left_out_of_the_registry() -> None:
    """Add its line to trafolab/views/__init__.py."""
    folder = ROOT / "kernel_bridge/trafolab/views"
    declared = {file.stem for file in folder.glob("*.py") if " = View(" in file.read_text(encoding="utf-8")}
    assert declared == {view.name for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_its_rows_have_columns_of_one_length(view: View, recording: Any) -> None:
    result = recording.compute(view.name, view.example.model_dump())
    table = view.table(result.data, result.tensors)
    assert {*table.where, table.value} <= set(table.columns)
    frame = table.to_dataframe()
    assert len(frame) > 0
    assert frame[table.value].notna().any()


@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_its_example_is_up_to_date(view: View, recording: Any) -> None:
    """The gallery shows what the view answers now, but for rounding."""
    stored = json.loads((EXAMPLES / f"{view.name}.json").read_text(encoding="utf-8"))
    fresh = recorded(view, recording)
    assert stored["params"] == fresh["params"], "run `make examples`"
    assert shape_of(stored["data"]) == shape_of(fresh["data"]), "run `make examples`"
    form = [{key: each[key] for key in ("name", "dtype", "shape")} for each in stored["tensors"]]
    assert form == [{key: each[key] for key in ("name", "dtype", "shape")} for each in fresh["tensors"]]


def test_there_are_examples_of_views_alone() -> None:
    names = {view.name for view in VIEWS}
    assert {file.stem for file in EXAMPLES.glob("*.json")} == names, "run `make examples`"


@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_it_has_a_page_with_its_picture(view: View) -> None:
    page = ROOT / f"docs/views/{view.name}.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    assert f'`lab.view("{view.name}"' in "\n".join(lines)
    assert f"(images/{view.name}.png)" in "\n".join(lines)
    picture = ROOT / f"docs/views/images/{view.name}.png"
    assert picture.exists(), "run `make pictures`"
    assert picture.stat().st_size < 200_000


def test_the_page_of_all_views_has_each_of_them() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    import pictures

    assert (ROOT / "docs/views/README.md").read_text(encoding="utf-8") == pictures.index(), (
        "run `make pictures`"
    )


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_it_leaves_as_a_file(gpt2_lab: Any, form: str) -> None:
    import pandas

    params = {"head": "L0H1"}
    result = gpt2_lab.compute("view_file", {"view": "attention", "params": params, "form": form})
    content = result.tensors["file"].tobytes()
    read = pandas.read_csv if form == "csv" else pandas.read_parquet
    frame = read(BytesIO(content), **({"keep_default_na": False} if form == "csv" else {}))
    pattern = gpt2_lab.run()["blocks.0.attn.hook_pattern"][1]
    n = pattern.shape[0]
    assert len(frame) == n * (n + 1) // 2
    cell = frame[(frame.query_index == n - 1) & (frame.key_index == 1)]
    assert float(cell.attention.iloc[0]) == pytest.approx(float(pattern[n - 1, 1]), abs=1e-3)


def test_a_file_of_no_view_is_refused(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match="no view named metric"):
        gpt2_lab.compute("view_file", {"view": "metric", "params": {}, "form": "csv"})


def test_a_grid_leaves_out_what_is_no_number() -> None:
    values = np.array([[1.0, np.nan], [2.0, 3.0]])
    table = grid("effect", values, ("query", ["a", "a"]), ("key", ["x", "y"]))
    assert table.to_csv() == "query_index,query,key_index,key,effect\n0,a,0,x,1.0\n1,a,0,x,2.0\n1,a,1,y,3.0\n"


def shape_of(value: Any) -> Any:
    """What a record consists of, without its numbers."""
    if isinstance(value, dict):
        return {key: shape_of(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape_of(value[0])] if value else []
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )
