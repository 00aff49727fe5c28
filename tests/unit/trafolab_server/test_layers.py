"""The server stays light: no torch, no laboratory of its own."""

from __future__ import annotations

import subprocess
import sys

FORBIDDEN = ("torch", "transformer_lens", "transformers", "numpy", "trafolab")


def test_the_server_imports_nothing_of_the_kernels() -> None:
    code = f"import trafolab_server.cli, sys; print([m for m in {FORBIDDEN!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
