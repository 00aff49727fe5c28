from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from trafolab_protocol.actions import SetPrompt
from trafolab_protocol.prompts import TextSource

from tests.integration.kernel.probe import Probe, kernel

HART = "Her name was Alex Hart. Tomorrow at lunch time Alex"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    """One kernel for a module's tests, which leave it as they found it or use :func:`probe`."""
    with kernel(tmp_path_factory.mktemp("jupyter")) as manager:
        probe = Probe(manager)
        try:
            probe.until(lambda: bool(probe.states))
            yield probe
        finally:
            probe.close()


@pytest.fixture
def probe(shared: Probe) -> Probe:
    """The shared kernel with the usual prompt, nothing else, and nothing heard yet."""
    shared.run("lab.clear(); model.reset_hooks()")
    reply = shared.act(SetPrompt(clean=TextSource(text=HART)))
    shared.watch()
    shared.until_settled(reply.revision)
    shared.drain()
    shared.forget()
    return shared


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A Jupyter data directory of the test's own."""
    return tmp_path
