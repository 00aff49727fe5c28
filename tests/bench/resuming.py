"""From a click in layer 11 of 12 to the new numbers in the kernel, at GPT-2-small shape."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import trafolab
from trafolab_protocol.actions import Intervene
from trafolab_protocol.operations import Ablate

from tests import models
from tests.bench.bare import BareForward
from tests.bench.click import token_ids
from tests.bench.report import Bar, interval, median

LAYER, HEADS = 11, 12
REPEATS = 40
SHARE, SURPLUS_MS = 1 / 3, 40.0


def bars(folder: Path) -> Iterator[Bar]:
    """The click, its live run and the metric, and the live run alone, between full passes of a bare model."""
    source = models.gpt2_small_shaped(folder / "small")
    lab = trafolab.open(str(source))
    for n_tokens in (16, 128):
        ids = token_ids(n_tokens)
        lab.clear()
        lab.prompt(ids)
        yield _against_full(lab, BareForward(source, ids), n_tokens)


def _against_full(lab: Any, bare: BareForward, n_tokens: int) -> Bar:
    clicks, full = [], []
    for each in range(REPEATS):
        clicks.append(_click(lab, each % HEADS))
        full.append(bare.milliseconds())
        if each % HEADS == HEADS - 1:
            lab.clear()
    # The first makes a whole pass too, to find out whether the model can be begun in the middle.
    whole, run = [sum(parts) for parts in clicks[1:]], [parts[1] for parts in clicks[1:]]
    detail = {
        "tokens": n_tokens,
        "n": len(whole),
        "interval_ms": interval(whole),
        "live_run_ms": round(median(run), 2),
        "full_pass_ms": round(median(full), 2),
        "full_pass_interval_ms": interval(full),
        "share_of_full": round(median(run) / median(full), 3),
        "first_ms": round(sum(clicks[0]), 1),
    }
    most = SHARE * median(full) + SURPLUS_MS
    return Bar(f"click in layer {LAYER}, {n_tokens} tokens", median(whole), most, "ms", detail=detail)


def _click(lab: Any, head: int) -> tuple[float, float, float]:
    """Milliseconds of the act, the live run with its proof, and the metric of both runs."""
    target = f"L{LAYER}H{head}"
    times = [time.perf_counter()]
    for step in (
        lambda: lab.act(Intervene(targets=[target], operation=Ablate()), origin="page"),
        lab.settle,
        lambda: lab.compute("metric", {}),
    ):
        step()
        times.append(time.perf_counter())
    acted, ran, measured = (1e3 * (end - start) for start, end in pairwise(times))
    return acted, ran, measured
