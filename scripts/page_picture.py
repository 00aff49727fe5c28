"""The README's picture of the whole page: `PYTHONPATH=. python scripts/page_picture.py`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import ensure_browser
from pictures import ROOT
from playwright.sync_api import sync_playwright

from tests.browser.bench import Workbench
from tests.laboratory import Laboratory, running

ACTS = """lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")
lab.freeze("L0H0")
lab.ablate("L1H2")"""


def photograph(laboratory: Laboratory) -> bytes:
    """The page in light, with two interventions and a head's attention."""
    with sync_playwright() as playwright:
        path = ensure_browser.installed()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
        bench = Workbench.open(context, laboratory)
        bench.cell(ACTS)
        bench.select("L1H6")
        bench.page.locator(".inspector .tf-view-body").wait_for()
        bench.page.mouse.move(5, 5)
        bench.page.wait_for_timeout(2500)
        return bench.page.screenshot()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as laboratory:
        (ROOT / "docs/images/page-light.png").write_bytes(photograph(laboratory))
