"""Frames keep every byte, and every buffer starts where a typed array may lie."""

from __future__ import annotations

import struct

import pytest
from trafolab_protocol.frames import ALIGNMENT, pack, unpack


@pytest.mark.parametrize("buffers", [[], [b""], [b"a"], [b"12345678", b"", b"xyz"], [bytes(range(256)) * 3]])
@pytest.mark.parametrize("header", [b"{}", b'{"kind":"view"}', '{"t":"·é🦜"}'.encode()])
def test_what_is_packed_comes_out_again(header: bytes, buffers: list[bytes]) -> None:
    assert unpack(pack(header, buffers)) == (header, buffers)


def test_buffers_are_aligned() -> None:
    frame = pack(b"{}", [b"abc", b"0123456789", b"z"])
    count = struct.unpack_from("<I", frame, 4)[0]
    offsets = [struct.unpack_from("<I", frame, 8 + 8 * i)[0] for i in range(count)]
    assert [offset % ALIGNMENT for offset in offsets] == [0, 0, 0]


def test_a_typed_buffer_is_packed_by_its_bytes() -> None:
    values = memoryview(struct.pack("<3f", 1.0, 2.0, 3.0)).cast("f")
    assert unpack(pack(b"{}", [values]))[1] == [struct.pack("<3f", 1.0, 2.0, 3.0)]
