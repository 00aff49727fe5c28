"""Busy means that a person's cell runs."""

from __future__ import annotations

import json
from typing import Any

from trafolab_bridge.execution import Execution
from trafolab_bridge.message import JupyterMessage


def status(state: str, **parent: Any) -> JupyterMessage:
    header = {"msg_type": "status", "msg_id": "x"}
    return JupyterMessage("iopub", header, parent, json.dumps({"execution_state": state}).encode())


CELL = {"msg_type": "execute_request", "msg_id": "cell"}


def test_a_cell_makes_it_busy_and_its_end_idle() -> None:
    execution = Execution(busy=False)
    assert execution.status == "idle"
    assert execution.follow(status("busy", **CELL))
    assert execution.status == "busy"
    assert execution.follow(status("idle", **CELL))
    assert execution.status == "idle"


def test_other_requests_in_the_middle_of_a_cell_change_nothing() -> None:
    execution = Execution(busy=False)
    execution.follow(status("busy", **CELL))
    for parent in (
        {"msg_type": "comm_msg", "msg_id": "c"},
        {"msg_type": "kernel_info_request", "msg_id": "k"},
        {"msg_type": "execute_request", "msg_id": "e", "subshell_id": "widget"},
    ):
        assert not execution.follow(status("busy", **parent))
        assert not execution.follow(status("idle", **parent))
    assert execution.status == "busy"


def test_a_cell_that_ran_before_we_listened_ends_too() -> None:
    execution = Execution(busy=True)
    assert execution.status == "busy"
    assert execution.follow(status("idle", **CELL))
    assert execution.status == "idle"
