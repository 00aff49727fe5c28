"""``python -m trafolab_server`` is the ``trafolab`` command."""

from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
