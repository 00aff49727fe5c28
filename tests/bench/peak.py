"""What a process's memory grows by: `python -m tests.bench.peak {sweep,cache} MODEL TOKENS` prints it."""

from __future__ import annotations

import ctypes
import random
import re
import subprocess
import sys
from pathlib import Path

import torch
import trafolab
from transformer_lens.model_bridge import TransformerBridge

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"


def grown_by(what: str, source: str, n_tokens: int) -> int:
    """Bytes by which a sweep, or a forward pass with cache, lifts a process's peak above the loaded model."""
    command = [sys.executable, "-m", "tests.bench.peak", what, source, str(n_tokens)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1])


def main(what: str, source: str, n_tokens: str) -> None:
    """Load, forget how much that took, and measure."""
    draw = random.Random(1)
    clean = [draw.randrange(5, 300) for _ in range(int(n_tokens))]
    corrupt = [*clean[:5], 301, *clean[6:]]
    lab = trafolab.open(source)
    lab.prompt(clean, corrupt=corrupt)
    lab.metric("logit_diff", answer=5, distractor=9)
    # What loading took and gave back would hide what comes.
    ctypes.CDLL(None).malloc_trim(0)
    _CLEAR.write_text(_FORGET_PEAK)
    before = _kilobytes("VmRSS")
    if what == "sweep":
        lab.sweep("z", progress=False)
    else:
        _cache(lab.model, clean)
    print((_kilobytes("VmHWM") - before) * 1024)


def _cache(model: TransformerBridge, ids: list[int]) -> None:
    with torch.no_grad():
        kept = model.run_with_cache(torch.tensor([ids]))
    del kept


def _kilobytes(field: str) -> int:
    found = re.search(rf"{field}:\s+(\d+) kB", _STATUS.read_text())
    if found is None:
        raise RuntimeError(f"This system's {_STATUS} has no {field}.")
    return int(found[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
