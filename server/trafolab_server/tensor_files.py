"""Frozen and saved tensors, one safetensors file each, beside the notebook."""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Sequence, Set
from math import prod
from pathlib import Path

import safetensors
from trafolab_protocol.kernel import TensorPush
from trafolab_protocol.views import DType, TensorSpec

_DTYPES: dict[DType, tuple[str, int]] = {
    "float32": ("F32", 4),
    "float16": ("F16", 2),
    "uint8": ("U8", 1),
    "int32": ("I32", 4),
}
_NAMES: dict[str, DType] = {code: dtype for dtype, (code, _) in _DTYPES.items()}
# A name becomes a file's name; the kernel's are hashes, and nothing else is let through.
_SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")


class TensorUnreadable(Exception):
    """A tensor cannot be stored, or its file is missing or damaged."""


class TensorFiles:
    """The tensors of one notebook, by name, in ``directory``."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._parts: dict[str, dict[int, bytes]] = {}

    def take(self, push: TensorPush, buffer: bytes | memoryview) -> None:
        """Take one part; the file is written, whole or not at all, once all have come."""
        name = push.tensor.name
        parts = self._parts.setdefault(name, {})
        parts[push.part] = bytes(buffer)
        if len(parts) == push.parts:
            del self._parts[name]
            self._write(push.tensor, b"".join(parts[i] for i in range(push.parts)))

    def read(self, name: str) -> tuple[DType, list[int], bytes]:
        """Type, shape and bytes of a tensor; raises :class:`TensorUnreadable`. A damaged file
        is moved aside, so that it can be written again."""
        path = self._path(name)
        try:
            ((_, tensor),) = safetensors.deserialize(path.read_bytes())
            return _NAMES[tensor["dtype"]], list(tensor["shape"]), bytes(tensor["data"])
        except FileNotFoundError as error:
            raise TensorUnreadable(f"{path.name} is missing") from error
        except (safetensors.SafetensorError, KeyError, ValueError, OSError) as error:
            aside = path.with_suffix(".damaged")
            path.replace(aside)
            raise TensorUnreadable(f"{path.name} is damaged and was moved to {aside.name}") from error

    def keep(self, names: Set[str]) -> None:
        """Delete all tensors but these; files that were moved aside stay."""
        for path in self._directory.glob("*.safetensors"):
            if path.stem not in names:
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _SAFE.fullmatch(name):
            raise TensorUnreadable(f"{name!r} is no name for a file")
        return self._directory / f"{name}.safetensors"

    def _write(self, spec: TensorSpec, data: bytes) -> None:
        path = self._path(spec.name)
        code, size = _DTYPES[spec.dtype]
        if len(data) != prod(spec.shape) * size:
            raise TensorUnreadable(f"{spec.name}: {len(data)} bytes do not fill {spec.dtype} {spec.shape}")
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".part")
        with fresh.open("wb") as file:
            file.write(_encode(spec.name, code, spec.shape, data))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _encode(name: str, code: str, shape: Sequence[int], data: bytes) -> bytes:
    """The safetensors format. The library's own writer takes pointers, for which this package
    would have to hold arrays; the format itself is three lines."""
    header = json.dumps({name: {"dtype": code, "shape": shape, "data_offsets": [0, len(data)]}}).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + data
