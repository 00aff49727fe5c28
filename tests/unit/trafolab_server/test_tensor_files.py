"""Tensors beside the notebook, read by safetensors itself."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import safetensors
from trafolab_protocol.kernel import TensorPush
from trafolab_protocol.views import DType, TensorSpec
from trafolab_server.tensor_files import TensorFiles, TensorUnreadable

DATA = struct.pack("<6f", *range(6))


def push(name: str = "t", dtype: DType = "float32", part: int = 0, parts: int = 1) -> TensorPush:
    return TensorPush(
        tensor=TensorSpec(name=name, dtype=dtype, shape=[2, 3], buffer=0), part=part, parts=parts
    )


def test_the_file_is_what_safetensors_expects(tmp_path: Path) -> None:
    TensorFiles(tmp_path).take(push(), DATA)
    ((name, tensor),) = safetensors.deserialize((tmp_path / "t.safetensors").read_bytes())
    assert (name, tensor["dtype"], tensor["shape"], bytes(tensor["data"])) == ("t", "F32", [2, 3], DATA)


@pytest.mark.parametrize(("dtype", "size"), [("float32", 4), ("float16", 2), ("uint8", 1), ("int32", 4)])
def test_every_type_comes_back(tmp_path: Path, dtype: DType, size: int) -> None:
    data = bytes(range(6 * size))
    files = TensorFiles(tmp_path)
    files.take(push(dtype=dtype), data)
    assert files.read("t") == (dtype, [2, 3], data)


def test_parts_are_joined_in_their_order_and_written_only_when_all_are_there(tmp_path: Path) -> None:
    files = TensorFiles(tmp_path)
    files.take(push(part=1, parts=2), DATA[10:])
    assert list(tmp_path.iterdir()) == []
    files.take(push(part=0, parts=2), DATA[:10])
    assert files.read("t") == ("float32", [2, 3], DATA)
    assert [path.name for path in tmp_path.iterdir()] == ["t.safetensors"]


def test_a_wrong_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TensorUnreadable, match="23 bytes do not fill float32"):
        TensorFiles(tmp_path).take(push(), DATA[1:])


@pytest.mark.parametrize(
    "name", ["../t", "/t", "", ".", "..", ".hidden", "a/b", "a\\b", "a\n", "ß", "x" * 200]
)
def test_a_name_cannot_lead_elsewhere(tmp_path: Path, name: str) -> None:
    files = TensorFiles(tmp_path / "tensors")
    with pytest.raises(TensorUnreadable, match="no name for a file"):
        files.take(push(name), DATA)
    with pytest.raises(TensorUnreadable, match="no name for a file"):
        files.read(name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_tensor_is_said(tmp_path: Path) -> None:
    with pytest.raises(TensorUnreadable, match=r"t\.safetensors is missing"):
        TensorFiles(tmp_path).read("t")


@pytest.mark.parametrize("keep", [0, 4, 20, -1])
def test_a_damaged_file_is_moved_aside(tmp_path: Path, keep: int) -> None:
    files = TensorFiles(tmp_path)
    files.take(push(), DATA)
    path = tmp_path / "t.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(TensorUnreadable, match=r"moved to t\.damaged"):
        files.read("t")
    assert [path.name for path in tmp_path.iterdir()] == ["t.damaged"]
