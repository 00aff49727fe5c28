"""Real Chromium on a real laboratory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import CORRUPT, leave, run
from tests.laboratory import Laboratory, running

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import ensure_browser

# Machines are busy at times; how fast things are is for the benchmarks to say.
expect.set_options(timeout=SOON_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = ensure_browser.installed()
    assert path, "no Chromium: run `make browser`"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """One laboratory with the embedded model for the tests of a module."""
    with running(tmp_path_factory.mktemp("root")) as started:
        yield started


@pytest.fixture(scope="module")
def tab(browser: Browser, laboratory: Laboratory) -> Iterator[Workbench]:
    """One tab for the tests of a module, since Notebook 7 takes seconds to load."""
    context = browser.new_context(viewport={"width": 1680, "height": 1000})
    yield Workbench.open(context, laboratory)
    context.close()


@pytest.fixture
def bench(tab: Workbench) -> Iterator[Workbench]:
    """The tab, cleared of what the test before left; console errors since then fail this one."""
    tab.clear()
    yield tab
    assert tab.errors == []


@pytest.fixture
def desk(bench: Workbench) -> Iterator[Workbench]:
    """The tab with a counterfactual, a direction, and nothing brushed or selected."""
    run(bench, f"lab.prompt({PROMPT!r}, corrupt={CORRUPT!r})")
    run(bench, "lab.direction('surname', tokens={' Hart': 1, ' Carroll': -1})")
    leave(bench)
    yield bench
    leave(bench)
