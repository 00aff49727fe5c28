"""A sweep and TransformerLens's own patching of the same cells, taking turns."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import torch
from torch import Tensor
from transformer_lens import patching
from transformer_lens.model_bridge import TransformerBridge

from tests.bench.floor import floor_seconds
from tests.bench.report import Bar, median

ANSWER, DISTRACTOR = 5, 9
ROUNDS = 3
SAMPLED = 20
"""Cells that TransformerLens is timed on in each round, where all of them would take minutes."""

Cell = dict[str, int]


@dataclass(frozen=True)
class Swept:
    """One kind of sweep."""

    name: str
    kind: str
    by_position: bool

    @property
    def setter(self) -> Callable[[Tensor, Any, Any], Tensor]:
        """What puts in the clean values in TransformerLens's own patching."""
        if self.kind == "resid_pre":
            return patching.layer_pos_patch_setter
        by_position, whole = (
            patching.layer_pos_head_vector_patch_setter,
            patching.layer_head_vector_patch_setter,
        )
        return by_position if self.by_position else whole


class Pair:
    """Two prompts that differ in one token, on both sides."""

    def __init__(self, rival: TransformerBridge, lab: Any, *, n_tokens: int, differing: int) -> None:
        rng = random.Random(1)
        self.clean = [rng.randrange(5, 300) for _ in range(n_tokens)]
        self.corrupt = [*self.clean]
        self.corrupt[differing] = 301
        self.rival, self.lab, self.differing = rival, lab, differing
        lab.prompt(self.clean, corrupt=self.corrupt)
        lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
        self._rng = random.Random(2)
        with torch.no_grad():
            _, self.cache = rival.run_with_cache(self._tokens(self.clean))

    def compare(self, swept: Swept, least: float, *, where: str = "") -> Bar:
        """Rounds of both, and the products that no sweep could do without."""
        found, _ = self._ours(swept)
        ours, theirs, differences = list[float](), list[float](), list[float]()
        for _ in range(ROUNDS):
            values, seconds = self._theirs(swept)
            theirs.append(seconds)
            found, seconds = self._ours(swept)
            ours.append(seconds)
            differences += [abs(float(found.values[at]) - value) for at, value in values.items()]
        cells, floor = found.values.numel(), floor_seconds(self.rival, self._tokens_by_layer(swept))
        detail = {
            "ours_s": round(median(ours), 3),
            "theirs_s": round(median(theirs) * cells, 2),
            "theirs_timed_on_cells": ROUNDS * SAMPLED,
            "rounds": ROUNDS,
            "cells": cells,
            "equal_cells": found.info.n_equal,
            "passes": found.info.n_passes,
            "largest_difference": max(differences),
            "matrix_products_alone_s": round(floor, 3),
            "x_matrix_products": round(median(ours) / floor, 2),
        }
        name = f"{swept.name}, prompts that differ at token {self.differing}{where}"
        factor = median(theirs) * cells / median(ours)
        return Bar(name, factor, least, "x transformer_lens.patching", at_least=True, detail=detail)

    def _ours(self, swept: Swept) -> tuple[Any, float]:
        started = time.perf_counter()
        options = {"by_position": swept.by_position, "direction": "denoise", "progress": False}
        return self.lab.sweep(swept.kind, **options), time.perf_counter() - started

    def _tokens(self, ids: list[int]) -> Tensor:
        return torch.tensor([ids], device=next(self.rival.parameters()).device)

    def _sizes(self, swept: Swept) -> dict[str, int]:
        """How many cells there are along each of our axes."""
        sizes = {"layer": int(self.rival.cfg.n_layers)}
        sizes |= {"head": int(self.rival.cfg.n_heads)} if swept.kind == "z" else {}
        return sizes | ({"pos": len(self.clean)} if swept.by_position else {})

    def _tokens_by_layer(self, swept: Swept) -> list[int]:
        """Tokens that must go through each layer: of each cell those from its first change on."""
        sizes, n = self._sizes(swept), len(self.clean)
        starts = range(self.differing, n) if swept.by_position else [self.differing]
        each = sum(n - start for start in starts) * sizes.get("head", 1)
        return [each * (layer + 1) for layer in range(sizes["layer"])]

    def _theirs(self, swept: Swept) -> tuple[dict[tuple[int, ...], float], float]:
        """The metric at a sample of cells, by our order of axes, and seconds for each."""
        sizes = self._sizes(swept)
        cells: list[Cell] = [
            {axis: self._rng.randrange(size) for axis, size in sizes.items()} for _ in range(SAMPLED)
        ]
        names = [axis for axis in ("layer", "pos", "head") if axis in sizes]
        table = pd.DataFrame([{name: cell[name] for name in names} for cell in cells])
        started = time.perf_counter()
        with torch.no_grad():
            found = patching.generic_activation_patch(
                self.rival,
                self._tokens(self.corrupt),
                self.cache,
                lambda logits: logits[0, -1, ANSWER].float() - logits[0, -1, DISTRACTOR].float(),
                swept.setter,
                swept.kind,
                index_df=table,
            )
        seconds = (time.perf_counter() - started) / len(cells)
        return {tuple(cell.values()): float(v) for cell, v in zip(cells, found, strict=True)}, seconds
