"""Sweeps beside `transformer_lens.patching`, on the same weights in the same run, at GPT-2-small shape."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import torch
import trafolab
from torch import Tensor
from transformer_lens import patching
from transformer_lens.model_bridge import TransformerBridge

from tests import models
from tests.bench.report import Bar

N_TOKENS = 16
LAYERS = HEADS = 12
ANSWER, DISTRACTOR = 5, 9
SAMPLED = 60
"""Cells that TransformerLens is timed on where all of them would take minutes."""

Setter = Callable[[Tensor, Any, Any], Tensor]


def bars(folder: Path) -> Iterator[Bar]:
    """How many times faster each sweep is, with the largest difference and the matrix-multiply floor."""
    source = str(models.gpt2_small_shaped(folder / "small"))
    rival, lab = TransformerBridge.boot_transformers(source), trafolab.open(source)
    for differing, least in ((5, (15, 10, 25)), (1, (None, None, 15))):
        pair = _Pair(rival, lab, differing)
        for name, kind, by_position, setter, bar in (
            ("residual sweep", "resid_pre", True, patching.layer_pos_patch_setter, least[0]),
            ("head sweep", "z", False, patching.layer_head_vector_patch_setter, least[1]),
            ("head x position sweep", "z", True, patching.layer_pos_head_vector_patch_setter, least[2]),
        ):
            if bar is not None:
                where = f"{name}, prompts that differ at token {differing}"
                yield pair.compare(where, kind, by_position, setter, bar)


class _Pair:
    """Two prompts on both sides."""

    def __init__(self, rival: TransformerBridge, lab: Any, differing: int) -> None:
        rng = random.Random(1)
        self.clean = [rng.randrange(5, 400) for _ in range(N_TOKENS)]
        self.corrupt = [*self.clean]
        self.corrupt[differing] = 401
        self.rival, self.lab = rival, lab
        lab.prompt(self.clean, corrupt=self.corrupt)
        lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
        with torch.no_grad():
            _, self.cache = rival.run_with_cache(torch.tensor([self.clean]))

    def compare(self, name: str, kind: str, by_position: bool, setter: Setter, least: float) -> Bar:
        """TransformerLens on a sample of the cells before and after the whole sweep."""
        values, before = self._theirs(kind, by_position, setter)
        started = time.perf_counter()
        found = self.lab.sweep(kind, by_position=by_position, direction="denoise", progress=False)
        ours = time.perf_counter() - started
        _, after = self._theirs(kind, by_position, setter)
        theirs = (before + after) / 2 * found.values.numel()
        differences = [abs(float(found.values[at]) - value) for at, value in values.items()]
        detail = {
            "ours_s": round(ours, 2),
            "theirs_s": round(theirs, 1),
            "theirs_timed_on_cells": 2 * len(values),
            "cells": found.values.numel(),
            "equal_cells": found.info.n_equal,
            "passes": found.info.n_passes,
            "largest_difference": max(differences),
        }
        return Bar(name, theirs / ours, least, "x transformer_lens.patching", at_least=True, detail=detail)

    def _theirs(
        self, kind: str, by_position: bool, setter: Setter
    ) -> tuple[dict[tuple[int, ...], float], float]:
        """The metric at a sample of cells, by our order of axes, and seconds for each."""
        cells = _sample(kind, by_position)
        names = ["layer", *(["pos"] if by_position else []), *(["head"] if kind == "z" else [])]
        table = pd.DataFrame([{name: cell[name] for name in names} for cell in cells])
        activation = "z" if kind == "z" else kind
        started = time.perf_counter()
        with torch.no_grad():
            found = patching.generic_activation_patch(
                self.rival,
                torch.tensor([self.corrupt]),
                self.cache,
                lambda logits: logits[0, -1, ANSWER] - logits[0, -1, DISTRACTOR],
                setter,
                activation,
                index_df=table,
            )
        seconds = (time.perf_counter() - started) / len(cells)
        return {tuple(cell.values()): float(v) for cell, v in zip(cells, found, strict=True)}, seconds


def _sample(kind: str, by_position: bool) -> list[dict[str, int]]:
    rng = random.Random(2)
    chosen: dict[tuple[int, ...], dict[str, int]] = {}
    while len(chosen) < SAMPLED:
        cell = {"layer": rng.randrange(LAYERS)}
        cell |= {"head": rng.randrange(HEADS)} if kind == "z" else {}
        cell |= {"pos": rng.randrange(N_TOKENS)} if by_position else {}
        chosen[tuple(cell.values())] = cell
    return list(chosen.values())
