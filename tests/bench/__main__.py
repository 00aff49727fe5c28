"""`python -m tests.bench [NAME …]`: print each bar as a line of JSON; exit 1 when one is missed."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import (
    click,
    heap,
    overhead,
    panning,
    resuming,
    seeing,
    sets,
    starting,
    streaming,
    sweeping,
    traffic,
    viewing,
)
from tests.bench.report import Bar

BENCHES: dict[str, Callable[[Path], Iterator[Bar]]] = {
    "start": starting.bars,
    "overhead": overhead.bars,
    "click": click.bars,
    "resuming": resuming.bars,
    "seeing": seeing.bars,
    "traffic": traffic.bars,
    "panning": panning.bars,
    "sweeping": sweeping.bars,
    "streaming": streaming.bars,
    "sets": sets.bars,
    "viewing": viewing.bars,
    "heap": heap.bars,
}


def main(names: list[str]) -> int:
    """Run the named benches, or all; the exit status."""
    missed = 0
    for name in names or BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            for bar in BENCHES[name](Path(folder)):
                print(bar.line(), flush=True)
                missed += not bar.kept
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
