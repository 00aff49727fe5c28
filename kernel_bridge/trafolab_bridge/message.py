"""A Jupyter message as it travels in the binary websocket protocol
``v1.kernel.websocket.jupyter.org``: a table of 64-bit offsets, the channel's name, four JSON
documents, then raw buffers."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import uuid4

SUBPROTOCOL = "v1.kernel.websocket.jupyter.org"
BRIDGE_COMM = "trafolab-bridge-"
"""How the ids of the bridge's own comms begin."""
_LONGEST_START = 200
_CONTENT_END = 5


@dataclass(frozen=True)
class JupyterMessage:
    """One message. ``content`` is parsed when it is asked for, since most messages that pass
    are the notebook's outputs, which are none of our business."""

    channel: str
    header: dict[str, Any]
    parent: dict[str, Any]
    raw_content: bytes
    buffers: Sequence[bytes | memoryview] = field(default=())
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def type(self) -> str:
        return str(self.header.get("msg_type", ""))

    @property
    def id(self) -> str:
        return str(self.header["msg_id"])

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.raw_content)

    @staticmethod
    def make(
        channel: str,
        kind: str,
        content: dict[str, Any],
        *,
        session: str,
        subshell: str | None = None,
        buffers: Sequence[bytes | memoryview] = (),
        metadata: dict[str, Any] | None = None,
    ) -> JupyterMessage:
        """A new message of ours; with ``subshell`` it is for that subshell of the kernel."""
        header: dict[str, Any] = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "session": session,
            "username": "trafolab",
            "date": datetime.now(UTC).isoformat(),
            "version": "5.5",
        }
        if subshell is not None:
            header["subshell_id"] = subshell
        return JupyterMessage(channel, header, {}, json.dumps(content).encode(), buffers, metadata or {})

    def encode(self) -> bytes:
        """The bytes of one websocket frame."""
        parts: list[bytes | memoryview] = [
            self.channel.encode(),
            json.dumps(self.header).encode(),
            json.dumps(self.parent).encode(),
            json.dumps(self.metadata).encode(),
            self.raw_content,
            *self.buffers,
        ]
        offsets = [8 * (len(parts) + 2)]
        for part in parts:
            offsets.append(offsets[-1] + memoryview(part).nbytes)
        return b"".join([struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets), *parts])

    @staticmethod
    def decode(frame: bytes) -> JupyterMessage:
        """The message in one websocket frame; its buffers are views of the frame."""
        (count,) = struct.unpack_from("<Q", frame)
        offsets = struct.unpack_from(f"<{count}Q", frame, 8)
        view = memoryview(frame)
        parts = [view[a:b] for a, b in pairwise(offsets)]
        channel, header, parent, metadata, content, *buffers = parts
        return JupyterMessage(
            str(channel, "utf-8"),
            json.loads(bytes(header)),
            json.loads(bytes(parent)),
            bytes(content),
            buffers,
            json.loads(bytes(metadata)),
        )


def is_bridge_traffic(frame: bytes) -> bool:
    """Whether a websocket frame from the kernel is what a comm of the bridge says.

    jupyter_server gives every frame to every websocket of a kernel; the notebook has no use for these.
    """
    (count,) = struct.unpack_from("<Q", frame)
    if count <= _CONTENT_END:
        return False
    _, header, parent, _, content, end = struct.unpack_from("<6Q", frame, 8)
    beginning = frame[content : min(end, content + _LONGEST_START)]
    return b'"comm_' in frame[header:parent] and f'"{BRIDGE_COMM}'.encode() in beginning
