"""What stands in the notebook is in its file a few seconds later, without anybody asking."""

from __future__ import annotations

from tests.browser.bench import Workbench
from tests.browser.disk import is_written


def test_what_is_typed_is_saved_by_itself(bench: Workbench) -> None:
    bench.notebook.evaluate(
        "() => { const cells = window.jupyterapp.shell.currentWidget.content.widgets;"
        " cells[cells.length - 1].model.sharedModel.setSource('typed = 12345'); }"
    )
    bench.come_true(lambda: is_written(bench.laboratory.root / "analysis.ipynb", "typed = 12345"))
