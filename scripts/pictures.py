"""`make pictures`: what the views' pages show, photographed in the gallery, and the page that lists them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import ensure_browser
from trafolab.views import VIEWS
from trafolab.views.view import View

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs/views"
HEAD = """# Views

Each is a tab of the inspector, `lab.view("…")` in any notebook, and a table to take away. What all of
them are made of is in [adding a view](../adding-a-view.md).
"""
COLOURS = 192
"""A picture of few colours is a small file."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def gallery() -> Iterator[str]:
    """The gallery, built and served."""
    with tempfile.TemporaryDirectory() as folder:
        build = ["npx", "vite", "build", "--config", "gallery/vite.config.ts", "--base", "./"]
        where = ["--outDir", folder, "--logLevel", "error"]
        subprocess.run([*build, *where], cwd=ROOT / "viz_components", check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def photograph(names: list[str]) -> None:
    """The examples of these views, in light, each pixel twice as fine."""
    from playwright.sync_api import sync_playwright

    (PAGES / "images").mkdir(exist_ok=True)
    with gallery() as address, sync_playwright() as playwright:
        path = ensure_browser.installed()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 1400}, device_scale_factor=2)
        for name in names:
            page.goto(f"{address}/?example=view-{name}")
            # The gallery's frame is no part of the picture.
            page.add_style_tag(content=".frame { border-color: transparent !important; padding: 8px; }")
            page.locator(f"#view-{name} .tf-view-body").wait_for()
            page.wait_for_timeout(400)
            content = page.locator(f"#view-{name} .frame").screenshot()
            (PAGES / "images" / f"{name}.png").write_bytes(small(content))
        browser.close()


def small(png: bytes) -> bytes:
    """The same picture with fewer colours."""
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def index() -> str:
    """The page that lists all views, in the order in which the page offers them."""
    return HEAD + "".join(map(_entry, VIEWS))


def _entry(view: View) -> str:
    title = (PAGES / f"{view.name}.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    said = (sys.modules[view.compute.__module__].__doc__ or "").strip().split("\n")[0]
    return f"\n## [{title}]({view.name}.md)\n{said}\n\n![{title}](images/{view.name}.png)\n"


def main() -> None:
    """All pictures, or those of the views that are named."""
    (PAGES / "README.md").write_text(index(), encoding="utf-8")
    photograph(sys.argv[1:] or [view.name for view in VIEWS])


if __name__ == "__main__":
    main()
