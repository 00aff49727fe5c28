from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from trafolab.jupyter import kernelspec


def test_jupyter_finds_what_was_written(tmp_path: Path) -> None:
    folder = kernelspec.write(tmp_path)
    assert folder == tmp_path / "kernels" / "trafolab"
    manager = KernelSpecManager(kernel_dirs=[str(tmp_path / "kernels")])
    found = manager.get_kernel_spec("trafolab")
    assert found.display_name == "Trafolab"
    assert found.argv == [sys.executable, "-m", "trafolab.jupyter", "-f", "{connection_file}"]


def test_the_command_says_where_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kernelspec.main(["--data-dir", str(tmp_path)])
    assert capsys.readouterr().out.strip() == str(tmp_path / "kernels" / "trafolab")
    assert (tmp_path / "kernels" / "trafolab" / "kernel.json").is_file()


def test_user_means_the_data_directory_of_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    kernelspec.main(["--user"])
    assert (tmp_path / "kernels" / "trafolab" / "kernel.json").is_file()
