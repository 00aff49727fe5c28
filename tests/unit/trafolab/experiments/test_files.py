"""Experiments taken away: what pandas reads of the Parquet, and what a notebook finds in a fresh kernel."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pandas
import pytest
import torch
import trafolab
from nbclient import NotebookClient
from pandas.testing import assert_frame_equal
from trafolab.errors import LabError

CLOSE = 1e-5
HART = "Her name was Alex Hart. Tomorrow at lunch time Alex"
CARROLL = "Her name was Alex Carroll. Tomorrow at lunch time Alex"
EXECUTE_SECONDS = 180


def taken(lab: Any, id: str, form: str) -> bytes:
    return lab.compute("experiment_file", {"id": id, "form": form}).tensors["file"].tobytes()


@pytest.mark.parametrize("what", ["sweep", "attribution"])
def test_parquet_has_the_rows_and_the_conditions(gpt2_lab: Any, what: str) -> None:
    found = getattr(gpt2_lab, what)("z", by_position=True, progress=False)
    read = pandas.read_parquet(io.BytesIO(taken(gpt2_lab, found.record.id, "parquet")))
    assert_frame_equal(read, found.to_dataframe().reset_index(drop=True))
    stamp = found.info.stamp
    assert read.attrs["sentence"] == found.info.sentence
    assert (read.attrs["baseline"], read.attrs["model_hash"]) == (found.info.baseline, stamp.model_hash)
    assert read.attrs["code"] == found.record.code


def test_a_notebook_finds_the_same_in_a_fresh_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lab = trafolab.open("trafo-2l")
    lab.prompt(HART, corrupt=CARROLL)
    lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")
    lab.freeze("L0H1.pattern")
    lab.ablate("L1H2")
    found = lab.attribution("z", verify=3, sample=2, direction="denoise", progress=False)
    # With a page the server writes what a state refers to; here this does.
    assert lab.code() == found.record.setup
    # What is changed afterwards is no part of it.
    lab.clear()
    lab.metric("prob", answer=" Hart")
    book = nbformat.reads(taken(lab, found.record.id, "notebook").decode(), as_version=4)
    nbformat.validate(book)
    assert found.info.sentence in book.cells[0].source
    book.cells.append(nbformat.v4.new_code_cell("found.estimate.tolist(), found.info.baseline"))
    NotebookClient(book, timeout=EXECUTE_SECONDS, resources={"metadata": {"path": str(tmp_path)}}).execute()
    plot, verified, numbers = (cell.outputs[0].data for cell in book.cells[-3:])
    assert "<table" in plot["text/html"]
    assert "<svg" in verified["text/html"]
    estimate, baseline = eval(numbers["text/plain"])
    assert baseline == pytest.approx(found.info.baseline, abs=CLOSE)
    assert torch.allclose(torch.tensor(estimate), found.estimate, atol=CLOSE)


NAMES = [" Hart", " Carroll", " Mason", " Parker"]


def test_a_notebook_over_a_set_has_its_pairs_and_needs_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lab = trafolab.open("trafo-2l")
    lab.pairs("surnames", [_pair(*each) for each in pairwise(NAMES)])
    lab.pairs("others", [(HART, CARROLL, " Hart", " Carroll")])
    lab.metric("logit_diff", pairs="surnames", minus="others")
    found: Any = lab.sweep("z", over="surnames", by="role", progress=False)
    book = nbformat.reads(taken(lab, found.record.id, "notebook").decode(), as_version=4)
    nbformat.validate(book)
    setup = book.cells[1].source
    assert f'("{HART}", "{CARROLL}", " Hart", " Carroll", {{"first": 4}}),' in setup
    book.cells.append(nbformat.v4.new_code_cell("found.pairs.tolist(), list(found.axes['role'])"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = {"metadata": {"path": str(elsewhere)}}
    NotebookClient(book, timeout=EXECUTE_SECONDS, resources=where).execute()
    pairs, roles = eval(book.cells[-1].outputs[0].data["text/plain"].replace("nan", "float('nan')"))
    assert roles == ["first", "end"]
    torch.testing.assert_close(torch.tensor(pairs), found.pairs, atol=CLOSE, rtol=0, equal_nan=True)


def _pair(one: str, other: str) -> tuple[str, str, str, str, dict[str, int]]:
    clean, corrupt = HART.replace(" Hart", one), HART.replace(" Hart", other)
    return clean, corrupt, one, other, {"first": 4}


def test_prompts_that_no_text_has_are_written_by_their_ids(gpt2_lab: Any) -> None:
    # A text would begin with BOS.
    ids = [7, 3, 9, 3, 7]
    gpt2_lab.pairs("ids", [(ids, [8, 3, 9, 3, 7], 5, 9)])
    found = gpt2_lab.sweep("z", over="ids", progress=False)
    book = nbformat.reads(taken(gpt2_lab, found.record.id, "notebook").decode(), as_version=4)
    line = next(line for line in book.cells[1].source.splitlines() if str(ids) in line)
    given = eval(line.strip().removesuffix(","))
    gpt2_lab.pairs("again", [given])
    first, again = (each.tensor for each in gpt2_lab.pair_sets)
    assert torch.equal(gpt2_lab.tensors[first], gpt2_lab.tensors[again])


def test_one_whose_state_was_not_kept_makes_no_notebook(gpt2_lab: Any) -> None:
    found = gpt2_lab.sweep("z", progress=False)
    job = gpt2_lab._engine.experiments[found.record.id]
    job.record = job.record.model_copy(update={"setup": ""})
    with pytest.raises(LabError, match="has not been kept"):
        taken(gpt2_lab, found.record.id, "notebook")
