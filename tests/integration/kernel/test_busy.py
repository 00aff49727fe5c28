"""Looking while a cell runs: it is answered, it shows what moves, and it does not disturb."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from trafolab_protocol.actions import Intervene
from trafolab_protocol.operations import Ablate
from trafolab_protocol.views import Watch

from tests.integration.kernel.probe import Probe

METRIC = Watch(key="m", view="metric", params={})

TRAINING = """
import torch
tokens = torch.randint(0, model.cfg.d_vocab, (4, 32))
optimiser = torch.optim.SGD(model.parameters(), lr=1e-3)
print("running", flush=True)
while True:
    loss = model(tokens, return_type="loss")
    optimiser.zero_grad(); loss.backward(); optimiser.step()
"""
SPINNING = """
print("running", flush=True)
n = 0
while True: n += 1
"""
LOOPING = """
print("running", flush=True)
while True: model("Her name was Alex Hart. Tomorrow at lunch time Alex")
"""
HOOKS = "sum(len(p.fwd_hooks) for p in set(model.hook_points())) + len(model.original_model._forward_hooks)"
OBEYS = """
import torch
def zero(z, hook):
    z[:, :, 3] = 0
    return z
text = "Her name was Alex Hart. Tomorrow at lunch time Alex"
with torch.no_grad():
    with lab.plain():
        expected = model.run_with_hooks(text, fwd_hooks=[("blocks.0.attn.hook_z", zero)])
    found = [model(text), lab.run().logits[None]]
    print(*[torch.allclose(each, expected, atol=1e-5) for each in found])
"""
WAITING = "print('running', flush=True)\nimport time\nwhile True: time.sleep(0.01)"


@pytest.fixture(params=[TRAINING, SPINNING], ids=["training", "spinning"])
def busy(request: pytest.FixtureRequest, probe: Probe) -> Iterator[str]:
    """A cell that never ends by itself, and that interrupting must end."""
    probe.run("saved = {name: p.detach().clone() for name, p in model.named_parameters()}")
    cell = probe.run(request.param, wait=False)
    probe.until(lambda: "running" in probe.text(cell))
    yield cell
    probe.manager.interrupt_kernel()
    probe.finish(cell)
    errors = [m["content"]["ename"] for m in probe._outputs_of(cell) if m["msg_type"] == "error"]
    assert errors == ["KeyboardInterrupt"]
    probe.run("for name, p in model.named_parameters(): p.data.copy_(saved[name])")
    probe.until(lambda: not probe.state.findings.weights)


def test_clicks_are_answered_and_the_light_stays_busy(probe: Probe, busy: str) -> None:
    probe.watch(METRIC)
    for head in range(3):
        reply = probe.act(Intervene(targets=[f"L1H{head}"], operation=Ablate()))
        settled = probe.until_settled(reply.revision)
        assert len(settled.interventions) == head + 1
        probe.until(lambda: probe.frames("m")[-1].revision >= reply.revision)  # noqa: B023
    assert probe.statuses[-1] == ("busy", busy)
    assert ("idle", busy) not in probe.statuses


def test_numbers_move_while_weights_do(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.run("saved = {name: p.detach().clone() for name, p in model.named_parameters()}")
    cell = probe.run(TRAINING, wait=False)
    probe.until(lambda: probe.state.findings.moving)
    moving = {frame.data["live"] for frame in probe.frames("m")}
    probe.until(lambda: len({frame.data["live"] for frame in probe.frames("m")}) > len(moving) + 2)
    probe.manager.interrupt_kernel()
    probe.finish(cell)
    probe.until(lambda: not probe.state.findings.moving)
    assert {w.component for w in probe.state.findings.weights} >= {"attn.0", "mlp.1", "embed"}
    # A light look may have said it first; the thorough one after the cell measures them all.
    probe.until(lambda: all(w.delta_norm for w in probe.state.findings.weights))
    probe.run("for name, p in model.named_parameters(): p.data.copy_(saved[name])")
    probe.until(lambda: not probe.state.findings.weights)


def test_an_edit_in_a_running_cell_is_found_before_it_ends(probe: Probe) -> None:
    cell = probe.run("model.blocks[1].attn.W_O.data[4] *= -1\n" + WAITING, wait=False)
    probe.until(lambda: [w.component for w in probe.state.findings.weights] == ["L1H4"])
    probe.manager.interrupt_kernel()
    probe.finish(cell)
    probe.run("model.blocks[1].attn.W_O.data[4] *= -1")
    probe.until(lambda: not probe.state.findings.weights)


def test_interrupted_passes_leave_no_hook_and_no_wrong_number(probe: Probe) -> None:
    probe.act(Intervene(targets=["L1H2", "L1H5"], operation=Ablate()))
    for _ in range(4):
        cell = probe.run(LOOPING, wait=False)
        probe.until(lambda: "running" in probe.text(cell))  # noqa: B023
        probe.manager.interrupt_kernel()
        probe.finish(cell)
    probe.run("lab.clear()")
    probe.until(lambda: not probe.state.interventions)
    assert probe.evaluate(HOOKS) == "0"
    probe.act(Intervene(targets=["L0H3"], operation=Ablate()))
    assert probe.text(probe.run(OBEYS)).split() == ["True", "True"]


def test_somebody_elses_aside_does_not_turn_the_light_off(probe: Probe) -> None:
    cell = probe.run(WAITING, wait=False)
    probe.until(lambda: "running" in probe.text(cell))
    aside = probe.client.session.msg("kernel_info_request", {})
    probe.client.control_channel.send(aside)
    probe.until(lambda: ("idle", aside["header"]["msg_id"]) in probe.statuses)
    probe.until(lambda: probe.statuses[-1] == ("busy", cell))
    probe.manager.interrupt_kernel()
    probe.finish(cell)
    probe.drain()
    assert probe.statuses[-1] == ("idle", cell)
