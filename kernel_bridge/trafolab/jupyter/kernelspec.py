"""Our kernelspec: how Jupyter starts a kernel that is a laboratory from the first moment.

``python -m trafolab.jupyter.kernelspec --user`` adds it to a person's own Jupyter.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NAME = "trafolab"


def spec() -> dict[str, Any]:
    """The content of ``kernel.json`` for the Python that runs this."""
    return {
        "argv": [sys.executable, "-m", "trafolab.jupyter", "-f", "{connection_file}"],
        "display_name": "Trafolab",
        "language": "python",
        "metadata": {"debugger": True},
        "kernel_protocol_version": "5.5",
    }


def write(data_dir: Path) -> Path:
    """Write the kernelspec into a Jupyter data directory; returns the folder that holds it."""
    folder = data_dir / "kernels" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec(), indent=1) + "\n", encoding="utf-8")
    return folder


def main(argv: Sequence[str] | None = None) -> None:
    """The command line."""
    # jupyter_core looks at the environment when it is imported.
    from jupyter_core.paths import jupyter_data_dir

    parser = argparse.ArgumentParser(description="Add the Trafolab kernel to Jupyter.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--user", action="store_true", help="into your own Jupyter data directory")
    where.add_argument("--data-dir", type=Path, help="into this Jupyter data directory")
    chosen = parser.parse_args(argv)
    print(write(Path(jupyter_data_dir()) if chosen.user else chosen.data_dir))


if __name__ == "__main__":
    main()
