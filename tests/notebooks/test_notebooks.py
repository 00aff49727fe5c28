"""Every tutorial runs from top to bottom: in our kernel, and in any kernel by ``%load_ext``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from trafolab.jupyter import kernelspec

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SECONDS = 240

# Without the findings: these follow the cells a moment later.
STATE = "print(lab.state.model_dump_json(include={'clean', 'counterfactuals', 'metric', 'code'}))"


@pytest.fixture(params=["trafolab", "python3"])
def kernel_name(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    kernelspec.write(tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return request.param


@contextmanager
def opened(path: Path, kernel: str) -> Iterator[tuple[NotebookClient, Any]]:
    """A notebook with its kernel running."""
    notebook: Any = nbformat.read(path, as_version=4)
    # Sockets by their whole path: the kernel does not run in this process's directory.
    address = Path(tempfile.mkdtemp(prefix="nb")) / "k"
    manager = AsyncKernelManager(kernel_name=kernel, transport="ipc", ip=str(address))
    client = NotebookClient(notebook, km=manager, timeout=SECONDS)
    with client.setup_kernel(
        cleanup_kc=True, cwd=str(path.parent), env={**os.environ, "OMP_NUM_THREADS": "1"}
    ):
        yield client, notebook


def run_all(client: NotebookClient, notebook: Any) -> str:
    """Execute the code cells in order; returns the laboratory's state at the end."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            client.execute_cell(cell, index)
    last = nbformat.v4.new_code_cell(STATE)
    notebook.cells.append(last)
    client.execute_cell(last, len(notebook.cells) - 1)
    notebook.cells.pop()
    return "".join(output.text for output in last.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_running_it_again_leaves_the_same_state(path: Path, kernel_name: str) -> None:
    with opened(path, kernel_name) as (client, notebook):
        assert run_all(client, notebook) == run_all(client, notebook)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(path: Path) -> None:
    notebook: Any = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert notebook.metadata.kernelspec.name == "trafolab"
