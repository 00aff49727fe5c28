"""Our frames against jupyter_server's own reader and writer."""

from __future__ import annotations

import json

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from trafolab_bridge.message import JupyterMessage


def test_jupyter_reads_what_we_write() -> None:
    message = JupyterMessage.make(
        "shell", "comm_msg", {"data": "Ġ↵"}, session="s", subshell="sub", buffers=[b"", b"\x00\x01\x02"]
    )
    channel, parts = deserialize_msg_from_ws_v1(message.encode())
    header, parent, metadata, content = (json.loads(part) for part in parts[:4])
    assert channel == "shell"
    assert header == message.header
    assert (header["msg_type"], header["session"], header["subshell_id"]) == ("comm_msg", "s", "sub")
    assert (parent, metadata, content) == ({}, {}, {"data": "Ġ↵"})
    assert parts[4:] == [b"", b"\x00\x01\x02"]


def test_we_read_what_jupyter_writes() -> None:
    parts = [
        b'{"msg_type": "status", "msg_id": "1"}',
        b'{"msg_id": "0"}',
        b"{}",
        b'{"a": [1]}',
        b"x" * 9,
        b"",
    ]
    message = JupyterMessage.decode(serialize_msg_to_ws_v1(parts, "iopub"))
    assert (message.channel, message.type, message.id) == ("iopub", "status", "1")
    assert (message.parent, message.content) == ({"msg_id": "0"}, {"a": [1]})
    assert [bytes(buffer) for buffer in message.buffers] == [b"x" * 9, b""]


def test_a_message_for_the_main_shell_names_no_subshell() -> None:
    assert "subshell_id" not in JupyterMessage.make("control", "x", {}, session="s").header
