"""From the command to a usable map, against importing transformer_lens and loading the model."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.ensure_browser import installed
from tests.bench.report import Bar, median
from tests.laboratory import running

REPEATS = 3
IMPORT = (
    "from transformer_lens.model_bridge import TransformerBridge; from trafolab import embedded;"
    "TransformerBridge.boot_transformers(str(embedded.path()))"
)


def bars(folder: Path) -> Iterator[Bar]:
    """`trafolab` to numbers on the screen with the embedded model, pairs interleaved."""
    starts, loads = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        for i in range(REPEATS):
            loads.append(_loading())
            root = folder / f"start-{i}"
            root.mkdir()
            begin = time.perf_counter()
            with running(root) as laboratory:
                page = browser.new_page()
                page.goto(laboratory.link)
                page.wait_for_selector('[data-component="L1H6"]')
                page.wait_for_selector('[data-testid="metric"]:not([data-value=""])')
                starts.append(time.perf_counter() - begin)
                page.close()
        browser.close()
    detail = {"start_s": round(median(starts), 2), "import_and_load_s": round(median(loads), 2), "n": REPEATS}
    yield Bar("command to usable map", median(starts) / median(loads), 2.0, "x", detail=detail)


def _loading() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT], check=True, capture_output=True)
    return time.perf_counter() - begin
