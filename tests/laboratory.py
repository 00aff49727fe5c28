"""A real laboratory for tests: the `trafolab` command in a directory of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE

LINK = re.compile(r"http://\S+:(\d+)/\?token=\S+")


@dataclass
class Laboratory:
    """A running server: its link, its root directory, its process."""

    root: Path
    port: int
    link: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=PATIENCE)


def free_port() -> int:
    """A TCP port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(root: Path, *arguments: str, port: int = 0) -> Laboratory:
    """Start `trafolab --no-browser`, on any free port unless one is given, and wait for its link."""
    log = root.parent / f"{root.name}.log"
    command = [
        sys.executable,
        "-m",
        "trafolab_server",
        "--no-browser",
        "--root",
        str(root),
        "--port",
        str(port),
    ]
    # It may have written its link before we come to read it.
    before = len(LINK.findall(log.read_text())) if log.exists() else 0
    with log.open("a") as output:
        process = subprocess.Popen(
            [*command, *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
    link = _link(process, log, before)
    return Laboratory(root, int(link[1]), link[0], process)


def _link(process: subprocess.Popen[str], log: Path, before: int) -> re.Match[str]:
    """The newest link: each start has a token of its own, and a log may hold so many of earlier ones."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        links = [*LINK.finditer(log.read_text())]
        if len(links) > before:
            return links[-1]
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"the laboratory did not start:\n{log.read_text()}")


@contextmanager
def running(root: Path, *arguments: str) -> Iterator[Laboratory]:
    """A laboratory for the length of a `with` block."""
    laboratory = start(root, *arguments)
    try:
        yield laboratory
    finally:
        laboratory.stop()
