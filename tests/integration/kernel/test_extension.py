"""``%load_ext trafolab`` in a kernel that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from trafolab_protocol.actions import Intervene, SetPrompt
from trafolab_protocol.operations import Ablate
from trafolab_protocol.prompts import TextSource

from tests.integration.kernel.conftest import HART
from tests.integration.kernel.probe import Probe


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KernelManager]:
    """An ipykernel as it comes."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    manager = KernelManager(kernel_name="python3", transport="ipc", ip=str(tmp_path / "k"))
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


@pytest.fixture
def probe(manager: KernelManager) -> Iterator[Probe]:
    probe = Probe(manager)
    yield probe
    probe.close()


def test_loading_makes_a_laboratory_and_unloading_leaves_the_shell_as_it_was(probe: Probe) -> None:
    events = "sorted((n, len(c)) for n, c in get_ipython().events.callbacks.items())"
    methods = "sorted(n for n in vars(get_ipython().kernel) if n in ('set_parent', '_publish_status'))"
    targets = "[t for t in get_ipython().kernel.comm_manager.targets if t.startswith('trafolab')]"
    before = [probe.evaluate(each) for each in (events, methods, targets)]
    probe.run("%load_ext trafolab")
    assert probe.evaluate("type(lab).__name__, lab.model is model") == "Lab True"
    probe.connect()
    probe.act(SetPrompt(clean=TextSource(text=HART)))
    reply = probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    assert probe.until_settled(reply.revision).interventions[0].status.fired.page == 1
    probe.run("from trafolab.jupyter.extension import unload_ipython_extension as unload")
    probe.run("unload(get_ipython())")
    assert [probe.evaluate(each) for each in (events, methods, targets)] == before
    threads = "[t.name for t in __import__('threading').enumerate() if t.name.startswith('trafolab')]"
    assert probe.evaluate(threads) == "[]"
    assert probe.evaluate("len(lab.interventions)") == "1"
    probe.run("lab.ablate('L1H1')")
    assert probe.evaluate("lab.state.history[-1].cell") == "None"


def test_a_laboratory_that_is_there_already_is_taken(probe: Probe) -> None:
    probe.run("import trafolab\nlab = trafolab.open()\nlab.prompt('Her name was Alice')\nkept = lab")
    probe.run("%load_ext trafolab\n%load_ext trafolab")
    assert probe.evaluate("lab is kept, lab.model is model") == "True True"
    probe.connect()
    probe.until(lambda: bool(probe.states))
    assert probe.state.clean is not None
    assert probe.state.clean.tokens[-1].text == " Alice"
