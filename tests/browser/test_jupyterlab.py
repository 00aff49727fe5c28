"""A view in a cell of plain JupyterLab, on a kernel that knows nothing of Trafolab's server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.bench import PROMPT, READY_MS
from tests.browser.scripts import RUN_CELL
from tests.laboratory import free_port
from tests.waiting import PATIENCE

OPEN = f"import trafolab\nlab = trafolab.open()\nlab.prompt({PROMPT!r})"


@pytest.fixture
def jupyterlab(tmp_path: Path) -> Iterator[str]:
    """The address of an empty notebook."""
    empty = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})
    nbformat.write(empty, tmp_path / "empty.ipynb")
    port = free_port()
    options = [f"--port={port}", f"--ServerApp.root_dir={tmp_path}", "--IdentityProvider.token="]
    options += ["--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"]
    own = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "data")}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], stdout=log, stderr=log, env=os.environ | own
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api")
        yield f"http://127.0.0.1:{port}/lab/tree/empty.ipynb"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address).close()
            return
        except URLError:
            assert time.monotonic() < deadline, "JupyterLab did not start"
            time.sleep(0.2)


@pytest.fixture
def page(browser: Browser, jupyterlab: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(jupyterlab)
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=READY_MS,
    )
    yield page
    context.close()


def cell(page: Page, code: str) -> list[dict[str, Any]]:
    return page.evaluate(RUN_CELL % "true", code)


def test_a_view_shows_follows_takes_clicks_and_turns_dark(page: Page) -> None:
    cell(page, OPEN)
    cell(page, 'view = lab.view("predictions"); view')
    widget = page.locator(".tf-widget")
    expect(widget).to_contain_text("·Hart")
    cell(page, 'lab.ablate("L1H6")')
    expect(widget).to_contain_text("·Cooper")

    cell(page, 'shown = lab.view("attention", head="L1H6"); shown')
    attention = page.locator(".tf-widget").last
    attention.get_by_role("button", name="text", exact=True).click()
    expect(attention.get_by_role("button", name="where it looks")).to_be_visible()
    assert cell(page, "shown.params.face")[0]["data"]["text/plain"] == "'text'"

    page.evaluate(
        "() => window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })"
    )
    expect(attention).to_have_attribute("data-theme", "dark")

    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    attention.get_by_role("button", name="heat map", exact=True).click()
    expect(attention).to_contain_text("run this cell again")
