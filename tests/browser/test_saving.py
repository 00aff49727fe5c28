"""What stands in the notebook is in its file a few seconds later, without anybody asking."""

from __future__ import annotations

import time

from tests.browser.bench import Workbench

PATIENCE = 60.0


def test_what_is_typed_is_saved_by_itself(bench: Workbench) -> None:
    bench._notebook(
        "() => { const cells = window.jupyterapp.shell.currentWidget.content.widgets;"
        " cells[cells.length - 1].model.sharedModel.setSource('typed = 12345'); }"
    )
    root = bench.laboratory.root
    end = time.monotonic() + PATIENCE
    while not any("typed = 12345" in file.read_text() for file in root.rglob("*.ipynb")):
        assert time.monotonic() < end, "not saved"
        bench.page.wait_for_timeout(200)
