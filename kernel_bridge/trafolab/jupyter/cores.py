"""The processor's cores, shared among the kernel's threads.

On Linux torch computes with libgomp, which gives each thread that ever computed a pool of workers for
good. Once all pools together have more threads than there are cores, libgomp lets each of them sleep
between any two pieces of work. A forward pass of GPT-2-small shape at 16 tokens then takes 111 ms in
place of 85 on two cores, although nothing else runs. So whoever has computed and may not do so again
soon gives its workers back: they are made anew in a tenth of a millisecond.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_SOFT = 1
"""``omp_pause_soft`` of OpenMP 5.0: settings of the thread stay, its workers end."""


def give_back() -> None:
    """End the OpenMP workers of the calling thread; the next computation makes new ones."""
    # Whoever has not read torch has no workers, and must not wait for its import.
    if "torch" in sys.modules:
        _pause()(_SOFT)


@cache
def _pause() -> Callable[[int], int]:
    """torch's own copy of the library; there may be others in the process, with pools of their own."""
    import torch

    for path in sorted((Path(torch.__file__).parent / "lib").glob("libgomp*.so*")):
        pause = getattr(ctypes.CDLL(str(path)), "omp_pause_resource_all", None)
        if pause is not None:
            return pause
    return lambda kind: 0
