"""The real server with the tiny laboratory's kernel: ``serve_tiny.py ROOT PORT TOKEN [MODEL]``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from trafolab_server.serving import listen, serve
from trafolab_server.settings import Settings

TINY = Path(__file__).parent / "tiny_kernel.py"


def main(root: str, port: str, token: str, *model: str) -> int:
    listener = listen("127.0.0.1", int(port))
    settings = Settings(root=Path(root), kernel=(sys.executable, str(TINY)), token=token)
    settings = replace(settings, port=listener.getsockname()[1])
    if model:
        settings = replace(settings, model=model[0], model_named=True)
    return serve(settings, listener, browser=False)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
