"""Experiments taken away: what pandas reads of the Parquet, and what a notebook finds in a fresh kernel."""

from __future__ import annotations

import io
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


def test_one_whose_state_was_not_kept_makes_no_notebook(gpt2_lab: Any) -> None:
    found = gpt2_lab.sweep("z", progress=False)
    job = gpt2_lab._engine.experiments[found.record.id]
    job.record = job.record.model_copy(update={"setup": ""})
    with pytest.raises(LabError, match="has not been kept"):
        taken(gpt2_lab, found.record.id, "notebook")
