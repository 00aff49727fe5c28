"""Sweeps beside `transformer_lens.patching`, on the same weights in the same run, at GPT-2-small shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import trafolab
from transformer_lens.model_bridge import TransformerBridge

from tests import models
from tests.bench.pairs import Pair, Swept
from tests.bench.peak import grown_by
from tests.bench.report import Bar

RESIDUAL = Swept("residual sweep", "resid_pre", by_position=True)
HEADS = Swept("head sweep", "z", by_position=False)
HEADS_BY_POSITION = Swept("head x position sweep", "z", by_position=True)
LENGTHS, DEPTHS = (16, 64, 256), (2, 12, 48)
MOST_MEMORY = 1.5


def bars(folder: Path) -> Iterator[Bar]:
    """How many times faster each sweep is, with the largest difference and the matrix-multiply floor; how
    that grows with length and depth; what memory it takes; and the same on a GPU, where there is one."""
    source = str(models.gpt2_small_shaped(folder / "small"))
    rival, lab = TransformerBridge.boot_transformers(source), trafolab.open(source)
    pair = Pair(rival, lab, n_tokens=16, differing=5)
    for swept, least in ((RESIDUAL, 15), (HEADS, 10), (HEADS_BY_POSITION, 25)):
        yield pair.compare(swept, least)
    yield Pair(rival, lab, n_tokens=16, differing=1).compare(HEADS_BY_POSITION, 15)
    del rival, lab, pair
    yield from _growth(folder)
    for n_tokens in (16, 128):
        yield _memory(source, n_tokens)
    if torch.cuda.is_available():
        for dtype in (torch.float32, torch.bfloat16):
            yield _on_gpu(source, dtype)


def _growth(folder: Path) -> Iterator[Bar]:
    """In a narrow model, where a sweep of 256 tokens takes seconds."""
    short = models.gpt2(folder / "short", layers=4, width=128, positions=max(LENGTHS))
    lengths = {n: _factor(short, n) for n in LENGTHS}
    yield _least_factor("tokens", lengths)
    deep = {n: models.gpt2(folder / f"deep-{n}", layers=n, width=128) for n in DEPTHS}
    yield _least_factor("layers", {n: _factor(source, 16) for n, source in deep.items()})


def _factor(source: Path, n_tokens: int) -> Bar:
    rival, lab = TransformerBridge.boot_transformers(str(source)), trafolab.open(str(source))
    return Pair(rival, lab, n_tokens=n_tokens, differing=5).compare(RESIDUAL, 1)


def _least_factor(what: str, found: dict[int, Bar]) -> Bar:
    """The factor where it is smallest; how long each takes is told beside it."""
    detail = {
        f"{side}_at_{n}": (bar.detail or {})[side]
        for n, bar in found.items()
        for side in ("ours_s", "theirs_s")
    }
    detail |= {f"factor_at_{n}": round(bar.value, 1) for n, bar in found.items()}
    name = f"residual sweep from {min(found)} to {max(found)} {what}"
    least = min(bar.value for bar in found.values())
    return Bar(name, least, 1, "x transformer_lens.patching", at_least=True, detail=detail)


def _memory(source: str, n_tokens: int) -> Bar:
    """Peaks of processes of their own, above what the loaded model takes, plus its weights."""
    weights = Path(source, "model.safetensors").stat().st_size
    sweep, cache = (weights + grown_by(what, source, n_tokens) for what in ("sweep", "cache"))
    detail = {
        "tokens": n_tokens,
        "sweep_mb": round(sweep / 1e6),
        "forward_with_cache_mb": round(cache / 1e6),
        "weights_mb": round(weights / 1e6),
    }
    name = f"peak memory of a head sweep, {n_tokens} tokens"
    return Bar(name, sweep / cache, MOST_MEMORY, "x a forward pass with cache", detail=detail)


def _on_gpu(source: str, dtype: torch.dtype) -> Bar:
    def boot() -> Any:
        return TransformerBridge.boot_transformers(source, device="cuda", dtype=dtype)

    pair = Pair(boot(), trafolab.open(boot()), n_tokens=16, differing=5)
    return pair.compare(HEADS_BY_POSITION, 50, where=f" on a GPU in {dtype}")
