"""A notebook and what is kept beside it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from trafolab_protocol.core import Paint
from trafolab_protocol.interventions import Intervention, Snapshot, StoredPart
from trafolab_protocol.kernel import TensorPush
from trafolab_protocol.operations import Freeze
from trafolab_protocol.stamps import Stamp
from trafolab_protocol.state import State
from trafolab_protocol.views import TensorSpec
from trafolab_server.settings import Settings
from trafolab_server.workspace import Workspace

STAMP = Stamp(
    prompt="clean", interventions="plain", weights="loaded", model_hash="0", mode="raw", dtype="float32"
)
SPEC = TensorSpec(name="snap", dtype="uint8", shape=[2], buffer=0)


def state(*tensors: str) -> State:
    interventions = [
        Intervention(
            id=f"i{i}",
            targets=["L0H1"],
            operation=Freeze(),
            source=Snapshot(parts=[StoredPart(tensor=name, hook="h", shape=[2])], run=STAMP, n_tokens=2),
            stamp=STAMP,
            code="",
        )
        for i, name in enumerate(tensors)
    ]
    return State(revision=4, settled=True, model=None, clean=None, interventions=interventions)


def opened(root: Path, notebook: str = "deep/a b.ipynb") -> Workspace:
    return Workspace(Settings(root=root, notebook=notebook))


def test_a_missing_notebook_is_written_as_a_valid_one(tmp_path: Path) -> None:
    opened(tmp_path).close()
    notebook = nbformat.read(tmp_path / "deep" / "a b.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "trafolab"


def test_a_notebook_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_text("{}")
    opened(tmp_path, "mine.ipynb").close()
    assert json.loads((tmp_path / "mine.ipynb").read_text()) == {}


def test_a_named_model_wins_until_the_kernel_has_spoken(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path, notebook="a.ipynb", model="other", model_named=True)
    workspace = Workspace(settings)
    workspace.save_state(state())
    workspace.close()
    workspace = Workspace(settings)
    restoration = workspace.restoration()
    assert restoration is not None
    assert restoration[0].model == "other"
    workspace.take_state(state())
    restoration = workspace.restoration()
    assert restoration is not None
    assert restoration[0].model is None
    workspace.close()


def test_nothing_stored_is_nothing_to_restore(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    assert workspace.restoration() is None
    workspace.close()


def test_the_state_and_the_tensors_it_names_are_restored(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.save_state(state("snap", "snap"))
    first.save_tensor(TensorPush(tensor=SPEC), b"\x01\x02")
    first.close()
    second = opened(tmp_path)
    restoration = second.restoration()
    second.close()
    assert restoration is not None
    restore, buffers = restoration
    assert (restore.state, restore.tensors, buffers) == (state("snap", "snap"), [SPEC], [b"\x01\x02"])
    assert second.problems == []
    assert (tmp_path / "deep" / ".trafolab" / "a b" / "tensors" / "snap.safetensors").is_file()


def test_the_numbers_that_the_map_is_painted_with_are_restored(tmp_path: Path) -> None:
    paint = Paint(label="mine", tensor="snap", n=2, model="m", code="lab.paint(…)")
    first = opened(tmp_path)
    first.save_state(state().model_copy(update={"paint": paint}))
    first.save_tensor(TensorPush(tensor=SPEC), b"\x01\x02")
    first.close()
    second = opened(tmp_path)
    restoration = second.restoration()
    second.close()
    assert restoration is not None
    assert (restoration[0].state.paint, restoration[1]) == (paint, [b"\x01\x02"])


def test_a_lost_tensor_is_reported_and_the_rest_restored(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    workspace.state = state("gone", "snap")
    workspace.save_tensor(TensorPush(tensor=SPEC), b"\x01\x02")
    restoration = workspace.restoration()
    workspace.close()
    assert restoration is not None
    assert [spec.name for spec in restoration[0].tensors] == ["snap"]
    (problem,) = workspace.problems
    assert (problem.code, problem.subject) == ("tensor_lost", "gone.safetensors is missing")


def stored_tensors(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "deep/.trafolab/a b/tensors").iterdir())


def with_three_tensors(root: Path) -> Workspace:
    workspace = opened(root)
    for name in ("gone", "snap", "undone"):
        workspace.save_tensor(TensorPush(tensor=SPEC.model_copy(update={"name": name})), b"\x01\x02")
    workspace.save_state(state("snap"))
    workspace.take_state(state("snap"))
    return workspace


def test_tensors_that_no_state_names_go_when_a_fresh_kernel_begins(tmp_path: Path) -> None:
    workspace = with_three_tensors(tmp_path)
    # While its kernel lives, undo may still lead back to them.
    assert stored_tensors(tmp_path) == ["gone", "snap", "undone"]
    assert workspace.restoration() is not None
    workspace.close()
    assert stored_tensors(tmp_path) == ["snap"]


def test_tensors_of_a_state_that_was_set_aside_stay(tmp_path: Path) -> None:
    workspace = with_three_tensors(tmp_path)
    workspace.set_state_aside(state("gone"))
    assert workspace.restoration() is not None
    workspace.close()
    assert stored_tensors(tmp_path) == ["gone", "snap", "undone"]


def test_a_damaged_store_is_moved_aside_and_said(tmp_path: Path) -> None:
    opened(tmp_path).close()
    directory = tmp_path / "deep" / ".trafolab" / "a b"
    (directory / "lab.sqlite").write_bytes(b"rubbish" * 1000)
    workspace = opened(tmp_path)
    assert workspace.state is None
    (problem,) = workspace.problems
    assert problem.code == "storage_damaged"
    workspace.save_state(state())
    workspace.close()
    (aside,) = directory.glob("lab.damaged-*.sqlite")
    assert aside.read_bytes() == b"rubbish" * 1000
    assert aside.name in (problem.subject or "")
    again = opened(tmp_path)
    assert (again.state, again.problems) == (state(), [])
    again.close()


@pytest.mark.parametrize("stem", ["a", "b"])
def test_each_notebook_has_its_own(tmp_path: Path, stem: str) -> None:
    workspace = opened(tmp_path, f"{stem}.ipynb")
    workspace.save_layout({"of": stem})
    workspace.close()
    assert (tmp_path / ".trafolab" / stem / "lab.sqlite").is_file()
