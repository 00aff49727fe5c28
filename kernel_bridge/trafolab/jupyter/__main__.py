"""``python -m trafolab.jupyter -f {connection_file}``: our own kernel process."""

from __future__ import annotations

from .app import main

if __name__ == "__main__":
    main()
