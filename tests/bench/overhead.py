"""What Trafolab costs a plain `model(prompt)` while nothing is active."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import torch
import trafolab
from transformer_lens.model_bridge import TransformerBridge

from tests import models
from tests.bench.report import Bar, interval, median

PAIRS = 300


@torch.no_grad()
def bars(folder: Path) -> Iterator[Bar]:
    """Interleaved forward passes of an untouched model and of one in a laboratory."""
    source = str(models.gpt2_small_shaped(folder / "overhead"))
    untouched = TransformerBridge.boot_transformers(source)
    lab = trafolab.open(source)
    ids = torch.arange(5, 21)[None]
    lab.prompt(ids[0].tolist())
    lab.ablate("L0H0")
    lab.clear()
    ratios = [_once(lab.model, ids) / _once(untouched, ids) for _ in range(PAIRS)]
    detail = {"pairs": PAIRS, "interval": interval(ratios)}
    yield Bar("plain call with nothing active", median(ratios), 1.03, "x untouched", detail=detail)


def _once(model: TransformerBridge, ids: torch.Tensor) -> float:
    begin = time.perf_counter()
    model(ids)
    return time.perf_counter() - begin
