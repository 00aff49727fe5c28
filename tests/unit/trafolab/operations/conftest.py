"""Every operation is tried on every architecture, each of which is opened once a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests import models
from tests.unit.trafolab.operations.bench import CLEAN, CORRUPT, Bench

ARCHITECTURES = ["gpt2", "llama", "neox", "opt", "gemma2", "mistral", "qwen3", "bloom", "gptj"]


@pytest.fixture(scope="session")
def bench_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Bench]:
    """Benches by the name of their architecture."""

    @cache
    def bench(name: str) -> Bench:
        return Bench(name, str(getattr(models, name)(tmp_path_factory.mktemp(name))))

    return bench


@pytest.fixture(scope="module", params=ARCHITECTURES)
def shared(request: pytest.FixtureRequest, bench_of: Callable[[str], Bench]) -> Bench:
    """A bench on each architecture; with the module's scope, its tests follow each other on each."""
    return bench_of(request.param)


@pytest.fixture
def bench(shared: Bench) -> Bench:
    """The bench with its own prompts, and nothing active."""
    shared.lab.clear()
    shared.lab.prompt(CLEAN, corrupt=CORRUPT)
    return shared
