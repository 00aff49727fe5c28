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
from trafolab.views.table import Along, grid
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
    table = grid("effect", values, Along("query", ["a", "a"]), Along("key", ["x", "y"]))
    assert table.to_csv() == "query_index,query,key_index,key,effect\n0,a,0,x,1.0\n1,a,0,x,2.0\n1,a,1,y,3.0\n"


def test_the_indices_of_a_grid_are_places_and_not_cells(gpt2_lab: Any) -> None:
    cells = gpt2_lab.view("attention", head="L0H1", max_size=5)
    stride = cells.data.stride
    assert stride > 1
    assert sorted({*cells.to_dataframe().key_index}) == [*range(0, len(cells.data.tokens), stride)]
    part = gpt2_lab.view("weight_matrix", component="L1H2", matrix="W_V", rows=[10, 14]).to_dataframe()
    assert sorted({*part.row_index}) == [10, 11, 12, 13]
    lens = gpt2_lab.view("logit_lens", first=2, count=3)
    frame = lens.to_dataframe()
    assert sorted({*frame.position_index}) == [2, 3, 4]
    one = frame[(frame.stream == lens.data.streams[1]) & (frame.position_index == 4)].iloc[0]
    for name in ("logit", "rank"):
        assert one[name] == pytest.approx(float(lens.tensors[name][1, 2]))
    assert one.most_probable == gpt2_lab.model.tokenizer.decode([lens.tensors["ids"][1, 2, 0]])


@pytest.mark.parametrize(
    ("view", "face", "columns", "n"),
    [
        ("ov_circuit", "vocabulary", ("source", "output"), 20),
        ("qk_circuit", "vocabulary", ("query", "key"), 20),
        ("qk_circuit", "positions", ("query", "key"), None),
        ("qk_parts", "query", ("query_writer", "key"), None),
        ("qk_parts", "key", ("key_writer", "key"), None),
    ],
)
def test_what_leaves_is_the_face_that_is_seen(
    gpt2_lab: Any, view: str, face: str, columns: tuple[str, str], n: int | None
) -> None:
    shown = gpt2_lab.view(view, head="L1H2", face=face)
    frame, data = shown.to_dataframe(), shown.data
    assert [name for name in frame.columns if not name.endswith("_index")][:2] == [*columns]
    if face == "vocabulary":
        pairs = [*data.vocabulary.largest, *data.vocabulary.smallest]
        assert len(frame) == len(pairs) == n
        assert [*frame[f"{columns[1]}_index"]] == [pair.col_id for pair in pairs]
    elif face == "positions":
        at = frame[(frame.query_index == 3 * data.position_stride) & (frame.key_index == 0)]
        assert at.score.iloc[0] == shown.tensors["positions"][3, 0]
        assert (frame.query_index >= frame.key_index).all()
    else:
        sums = frame.groupby("key_index").score.sum()
        np.testing.assert_allclose(sums, shown.tensors["scores"], atol=1e-3)


def shape_of(value: Any) -> Any:
    """What a record consists of, without its numbers."""
    if isinstance(value, dict):
        return {key: shape_of(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape_of(value[0])] if value else []
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )
