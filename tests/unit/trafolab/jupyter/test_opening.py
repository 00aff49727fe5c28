"""A kernel has a laboratory whatever it was told to open."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from trafolab.jupyter.opening import DEVICE_VARIABLE, MODEL_VARIABLE, first_lab


def test_a_device_that_is_not_there_is_told_and_the_model_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = "mps" if torch.cuda.is_available() else "cuda"
    monkeypatch.setenv(DEVICE_VARIABLE, missing)
    lab, notice = first_lab({})
    assert lab.info.device == "cpu" or torch.cuda.is_available()
    assert notice is not None
    assert notice.startswith(f"The device {missing} cannot be used here: ")


def test_a_broken_model_is_told_and_the_default_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_text("{")
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path))
    lab, notice = first_lab({})
    assert lab.info.name == "trafo-2l"
    assert notice is not None
    assert "is not valid JSON" in notice
    assert notice.endswith("The page shows trafo-2l in its place.")


def test_where_all_is_well_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DEVICE_VARIABLE, "cpu")
    lab, notice = first_lab({})
    assert (lab.info.device, notice) == ("cpu", None)
