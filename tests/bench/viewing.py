"""How soon each view answers a change at 1,024 tokens and GPT-2-small shape, and how many bytes it sends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import trafolab
from trafolab.jupyter.packing import frame
from trafolab.views import VIEWS
from trafolab.views.view import View
from trafolab_protocol.views import Watch

from tests import models
from tests.bench.bare import BareForward
from tests.bench.click import token_ids
from tests.bench.report import Bar, median

TOKENS = 1024
REPEATS = 3
PASSES, SURPLUS_MS = 2, 100.0
MEGABYTE = 1e6


def bars(folder: Path) -> Iterator[Bar]:
    """Each view after a head of layer 0 was scaled as never before: nothing of the live run is known."""
    source = models.gpt2_small_shaped(folder / "small")
    lab = trafolab.open(str(source))
    ids = token_ids(TOKENS)
    lab.prompt(ids, corrupt=[*ids[:-1], ids[0]])
    bare = BareForward(source, ids)
    factors = (1 - i / 1000 for i in count(1))
    for view in VIEWS:
        yield from _of(view, lab, bare, factors)


def _of(view: View, lab: Any, bare: BareForward, factors: Iterator[float]) -> Iterator[Bar]:
    params = view.example.model_dump(mode="json")
    passes, times, size = [], [], 0
    for _ in range(REPEATS):
        passes.append(bare.milliseconds())
        lab.clear()
        lab.scale("L0H0", next(factors))
        started = time.perf_counter()
        lab.settle()
        result = lab.compute(view.name, params)
        record, buffers = frame(Watch(key=view.name, view=view.name, params=params), result, 0.0)
        times.append(1e3 * (time.perf_counter() - started))
        size = len(record.model_dump_json()) + sum(buffer.nbytes for buffer in buffers)
    most = PASSES * median(passes) + SURPLUS_MS
    detail = {"tokens": TOKENS, "n": REPEATS, "full_pass_ms": round(median(passes), 1)}
    yield Bar(f"view {view.name}", median(times), most, "ms", detail=detail)
    yield Bar(f"bytes of view {view.name}", size / MEGABYTE, 1.0, "MB", detail={"tokens": TOKENS})
