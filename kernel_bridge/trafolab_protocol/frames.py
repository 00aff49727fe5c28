"""Binary frames to the browser: a JSON header, then the buffers, each starting at a multiple of
8 bytes, so that a typed array lies over it without a copy.

Layout: ``u32`` length of the header in bytes, ``u32`` number of buffers, then for each buffer a
``u32`` offset and a ``u32`` length, the header, padding, the buffers. All little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

ALIGNMENT = 8


def pack(header: bytes, buffers: Sequence[bytes | memoryview]) -> bytes:
    """One frame out of an encoded JSON header and its buffers."""
    lengths = [memoryview(b).nbytes for b in buffers]
    table = 8 + 8 * len(buffers)
    offsets: list[int] = []
    end = table + len(header)
    for length in lengths:
        end = _aligned(end)
        offsets.append(end)
        end += length
    frame = bytearray(end)
    struct.pack_into("<II", frame, 0, len(header), len(buffers))
    for i, pair in enumerate(zip(offsets, lengths, strict=True)):
        struct.pack_into("<II", frame, 8 + 8 * i, *pair)
    frame[table : table + len(header)] = header
    for offset, buffer in zip(offsets, buffers, strict=True):
        view = memoryview(buffer).cast("B")
        frame[offset : offset + view.nbytes] = view
    return bytes(frame)


def unpack(frame: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the buffers of a frame made by :func:`pack`."""
    length, count = struct.unpack_from("<II", frame, 0)
    table = 8 + 8 * count
    spans = [struct.unpack_from("<II", frame, 8 + 8 * i) for i in range(count)]
    return frame[table : table + length], [frame[o : o + n] for o, n in spans]


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT
