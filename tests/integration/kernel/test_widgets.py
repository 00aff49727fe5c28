"""A view's widget on a real kernel, with a page that has a subshell of its own, as JupyterLab gives it."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from trafolab_protocol.actions import Intervene
from trafolab_protocol.operations import Ablate

from tests.integration.kernel.probe import PATIENCE, Message, Probe

WIDGET = "application/vnd.jupyter.widget-view+json"


class Place:
    """Where a notebook shows a widget."""

    def __init__(self, probe: Probe, comm: str) -> None:
        self._probe = probe
        self._comm = comm
        self.heard: list[Message] = []
        self.say("open")

    def say(self, kind: str, **content: Any) -> None:
        data = {"method": "custom", "content": {"kind": kind, "place": "p", **content}}
        self._probe._shell("comm_msg", {"comm_id": self._comm, "data": data})

    def hear(self, kind: str) -> Message:
        """The next message of a kind, which is then said to be seen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = self._probe.client.get_iopub_msg(timeout=PATIENCE)
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content["comm_id"] == self._comm:
                self.say("seen")
                if content["data"]["content"]["kind"] == kind:
                    return message
        raise TimeoutError(kind)


@pytest.fixture
def place(probe: Probe) -> Place:
    name = probe.run('shown = lab.view("attention", head="L1H6"); shown')
    (output,) = [m for m in probe.outputs if m["parent_header"].get("msg_id") == name]
    assert output["content"]["data"]["text/plain"] == 'lab.view("attention", head="L1H6")'
    return Place(probe, output["content"]["data"][WIDGET]["model_id"])


def pattern(message: Message) -> np.ndarray[Any, np.dtype[np.float16]]:
    spec = message["content"]["data"]["content"]["tensors"][0]
    return np.frombuffer(bytes(message["buffers"][0]), dtype=spec["dtype"]).reshape(spec["shape"])


def test_it_shows_the_models_own_pattern_and_follows_a_cell_and_the_page(probe: Probe, place: Place) -> None:
    first = pattern(place.hear("view"))
    said = probe.evaluate("lab.run()['blocks.1.attn.hook_pattern'][6].flatten().tolist()")
    np.testing.assert_allclose(first.ravel(), eval(said), atol=1e-3)
    probe.run("lab.ablate('attn.0')", wait=False)
    second = pattern(place.hear("view"))
    assert np.abs(second.astype(float) - first).max() > 0.01
    reply = probe.act(Intervene(targets=["mlp.0"], operation=Ablate()))
    place.say("open")
    while place.hear("view")["content"]["data"]["content"]["revision"] < reply.revision:
        place.say("open")


LASTING = """
import time
lab.ablate("L0H0")
while shown.params.head != "L0H5": time.sleep(0.01)
"""
"""It ends when something is chosen on the page."""


def test_what_is_chosen_while_a_cell_runs_is_answered_at_once(probe: Probe, place: Place) -> None:
    place.hear("view")
    probe.run(LASTING, wait=False)
    place.hear("view")
    place.say("ask", params={"head": "L0H3"})
    content = place.hear("view")["content"]["data"]["content"]
    assert (content["data"]["head"], content["title"]) == ("L0H3", "attention · L0H3")
    place.say("ask", params={"head": "L0H5"})
    # Heard in between, a cell's end is not: whoever comes next finds an idle kernel.
    assert probe.evaluate("shown.params.head") == "L0H5"


def test_weights_that_a_cell_changes_are_followed(probe: Probe, place: Place) -> None:
    first = pattern(place.hear("view"))
    probe.run(
        "kept = model.blocks[1].attn.W_Q.data.clone(); model.blocks[1].attn.W_Q.data[6] = 0", wait=False
    )
    second = pattern(place.hear("view"))
    probe.run("model.blocks[1].attn.W_Q.data.copy_(kept)")
    assert np.abs(second.astype(float) - first).max() > 0.01


def test_an_error_in_a_persons_hook_is_told_in_the_widget(probe: Probe, place: Place) -> None:
    place.hear("view")
    probe.run(
        "def broken(x, hook): raise ValueError('mine')\nmodel.add_hook('blocks.0.hook_mlp_out', broken)",
        wait=False,
    )
    assert "mine" in place.hear("view_failure")["content"]["data"]["content"]["error"]
    probe.run("model.reset_hooks()", wait=False)
    place.hear("view")
