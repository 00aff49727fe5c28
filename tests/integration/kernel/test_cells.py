"""What cells do is found, at the right component, with no request from outside."""

from __future__ import annotations

import pytest
from trafolab_protocol.actions import Intervene, Undo
from trafolab_protocol.operations import Ablate, Freeze
from trafolab_protocol.state import State
from trafolab_protocol.views import Watch

from tests.integration.kernel.probe import Probe

METRIC = Watch(key="m", view="metric", params={})


def weights(state: State) -> set[str]:
    return {change.component for change in state.findings.weights}


def test_a_head_zeroed_through_data_is_named(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    before = probe.frames("m")[-1].data["live"]
    probe.run("kept = model.blocks[1].attn.W_O.data[3].clone(); model.blocks[1].attn.W_O.data[3] = 0")
    probe.until(lambda: weights(probe.state) == {"L1H3"})
    size = float(probe.evaluate("float(kept.norm())"))
    (change,) = probe.state.findings.weights
    assert change.delta_norm == pytest.approx(size)
    probe.until(lambda: probe.frames("m")[-1].data["live"] != before)
    probe.run("model.blocks[1].attn.W_O.data[3] = kept")
    probe.until(lambda: weights(probe.state) == set() and probe.frames("m")[-1].data["live"] == before)


def test_a_whole_output_matrix_zeroed_through_data_is_named(probe: Probe) -> None:
    probe.run("W = model.blocks[0].attn.W_O; kept = W.data.clone(); W.data.zero_()")
    probe.until(lambda: weights(probe.state) == {"attn.0"})
    assert any(entry.origin == "mark" for entry in probe.state.history)
    probe.run("W.data.copy_(kept)")
    probe.until(lambda: weights(probe.state) == set())


def test_a_hook_is_named_and_its_effect_is_in_the_numbers(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    before = probe.frames("m")[-1].data["live"]
    probe.run("def halve(x, hook): return x / 2\nmodel.add_hook('blocks.1.attn.hook_z', halve)")
    probe.until(lambda: bool(probe.state.findings.hooks))
    (hook,) = probe.state.findings.hooks
    assert (hook.component, hook.name, hook.direction) == ("attn.1", "halve", "fwd")
    probe.until(lambda: probe.frames("m")[-1].data["live"] != before)
    probe.run("model.reset_hooks()")
    probe.until(lambda: not probe.state.findings.hooks)
    probe.until(lambda: probe.frames("m")[-1].data["live"] == before)


def test_a_changed_flag_is_named(probe: Probe) -> None:
    probe.run("model.cfg.default_prepend_bos = not model.cfg.default_prepend_bos")
    probe.until(lambda: bool(probe.state.findings.flags))
    (flag,) = probe.state.findings.flags
    assert flag.startswith("default_prepend_bos: ")
    probe.run("model.cfg.default_prepend_bos = not model.cfg.default_prepend_bos")
    probe.until(lambda: not probe.state.findings.flags)


def test_code_and_click_are_one_and_one_cell_is_one_step(probe: Probe) -> None:
    probe.run("lab.ablate('L1H0'); lab.ablate('L1H1')")
    probe.until(lambda: len(probe.state.interventions) == 2)
    reply = probe.act(Undo())
    assert probe.until_settled(reply.revision).interventions == []


def test_a_cell_obeys_what_was_clicked(probe: Probe) -> None:
    probe.watch(METRIC)
    reply = probe.act(Intervene(targets=["L1H2"], operation=Ablate()))
    probe.until_settled(reply.revision)
    live = probe.frames("m")[-1].data["live"]
    in_cell = probe.evaluate("lab.run().metric")
    assert float(in_cell) == pytest.approx(live, abs=1e-4)
    probe.run("import torch\nwith torch.no_grad(): logits = model(lab.run().ids[None])[0]")
    assert float(probe.evaluate("float((logits - lab.run().logits).abs().max())")) <= 1e-4


def test_the_same_cell_twice_leaves_the_same_state(probe: Probe) -> None:
    cell = "lab.ablate('L1H0'); lab.freeze('L0H1', what='pattern'); model.blocks[0].attn.W_O.data[0] *= 1"
    probe.run(cell)
    probe.until(lambda: len(probe.state.interventions) == 2 and probe.state.settled)
    once = probe.state
    probe.run(cell)
    revision = int(probe.evaluate("lab.revision"))
    probe.until(lambda: probe.state.settled and probe.state.revision >= revision)
    twice = probe.state
    assert [i.model_dump(exclude={"status"}) for i in twice.interventions] == [
        i.model_dump(exclude={"status"}) for i in once.interventions
    ]
    assert (twice.code, twice.findings, twice.clean) == (once.code, once.findings, once.clean)


def test_an_error_ends_the_cell_as_well(probe: Probe) -> None:
    failing = probe.run("lab.ablate('L1H0')\nmodel.blocks[1].attn.W_O.data[3] *= -1\n1 / 0", wait=False)
    probe.finish(failing)
    probe.until(lambda: weights(probe.state) == {"L1H3"} and len(probe.state.interventions) == 1)
    probe.run("model.blocks[1].attn.W_O.data[3] *= -1")
    probe.until(lambda: weights(probe.state) == set())


def test_a_silent_request_is_no_cell_but_what_it_changes_is_found(probe: Probe) -> None:
    steps = len(probe.state.history)
    name = probe.run("model.blocks[1].attn.W_O.data[2] *= -1", wait=False, silent=True)
    probe.finish(name)
    probe.until(lambda: weights(probe.state) == {"L1H2"})
    assert all(entry.kind == "mark" for entry in probe.state.history[steps:])
    probe.run("model.blocks[1].attn.W_O.data[2] *= -1")
    probe.until(lambda: weights(probe.state) == set())


def test_a_widget_outside_any_cell_is_seen(probe: Probe) -> None:
    probe.run(
        "import ipywidgets\nslider = ipywidgets.FloatSlider(value=1, max=9)\n"
        "def scale(change): model.blocks[1].attn.W_O.data[5] *= change['new'] / change['old']\n"
        "slider.observe(scale, 'value')"
    )
    comm = probe.evaluate("slider.comm.comm_id")
    message = probe.client.session.msg(
        "comm_msg",
        {"comm_id": comm, "data": {"method": "update", "state": {"value": 2.0}, "buffer_paths": []}},
    )
    probe.client.shell_channel.send(message)
    probe.until(lambda: weights(probe.state) == {"L1H5"})
    probe.run("slider.value = 1")
    probe.until(lambda: weights(probe.state) == set())


def test_a_figure_half_drawn_is_not_taken_by_a_click(probe: Probe) -> None:
    probe.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nimport time")
    cell = probe.run(
        "figure, axes = plt.subplots()\nprint('drawing', flush=True)\n"
        "while not lab.interventions: time.sleep(0.01)\naxes.plot([1, 2])\nlen(plt.get_fignums())",
        wait=False,
    )
    probe.until(lambda: "drawing" in probe.text(cell))
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.finish(cell)
    results = [m for m in probe.outputs if m["msg_type"] == "execute_result"]
    assert results[0]["content"]["data"]["text/plain"] == "1"
    shown = [m for m in probe.outputs if m["msg_type"] == "display_data"]
    assert [m["parent_header"]["msg_id"] for m in shown] == [cell]


def test_the_output_of_a_thread_stays_with_its_cell(probe: Probe) -> None:
    cell = probe.run(
        "import threading, time\n"
        "def wait():\n"
        "    while not lab.interventions: time.sleep(0.01)\n"
        "    print('seen')\n"
        "waiting = threading.Thread(target=wait); waiting.start()"
    )
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.until(lambda: "seen" in probe.text(cell))


def test_a_name_bound_to_something_else_is_explained(probe: Probe) -> None:
    before = probe.state.model
    cell = probe.run("keep = model; model = 'gpt2'")
    assert "TransformerBridge" in probe.text(cell)
    assert probe.evaluate("lab.model is keep") == "True"
    assert probe.text(probe.run("model = keep")) == ""
    assert probe.state.model == before


def test_a_model_that_a_cell_casts_says_so_and_back_again(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    before = probe.frames("m")[-1].data["live"]
    reply = probe.act(Intervene(targets=["L0H1"], operation=Freeze(what="z")))
    probe.until_settled(reply.revision)
    probe.run("model.double()")
    probe.until(lambda: probe.state.model is not None and probe.state.model.dtype == "float64")
    probe.until(lambda: probe.frames("m")[-1].data["stamp"]["dtype"] == "float64")
    settled = probe.until_settled(probe.frames("m")[-1].revision)
    (frozen,) = settled.interventions
    assert (frozen.status.state, settled.findings.weights) == ("inactive", [])
    assert "float32" in (frozen.status.reason or "")
    assert probe.frames("m")[-1].data["live"] == pytest.approx(before, abs=1e-4)
    probe.run("model.float(); lab.clear()")
    probe.until(lambda: probe.state.model is not None and probe.state.model.dtype == "float32")
    probe.until(lambda: probe.frames("m")[-1].data["live"] == before)
