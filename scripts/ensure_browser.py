"""Makes sure that a Chromium is there for the browser tests and prints its path.

Looked for in this order: one on the PATH, Playwright's own, the distribution's package (as root), a
download by Playwright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Path of a Chromium that can be started, or None."""
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_distribution() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


def _from_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    for install in (lambda: None, _from_distribution, _from_playwright):
        install()
        if path := installed():
            print(path)
            return
    sys.exit("No Chromium found and none could be installed: install Chromium and try again.")


if __name__ == "__main__":
    main()
