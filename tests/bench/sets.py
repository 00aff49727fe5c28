"""Sweeps over 200 pairs of unequal length beside `transformer_lens.patching` on each of them, on the same
weights in the same run, at GPT-2-small shape."""

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
from trafolab.pairs import Pair, pairs_of
from transformer_lens import patching
from transformer_lens.model_bridge import TransformerBridge

from tests import models
from tests.bench.report import Bar

N_PAIRS = 200
LAYERS = HEADS = 12
SAMPLED_PAIRS, SAMPLED_CELLS = 8, 3
"""TransformerLens is timed on so many cells of so many pairs, before and after: all would take an hour."""
SINGLE = 3
"""Pairs that are swept one by one, for the difference."""

NAMES = ["Mary", "John", "Alex", "Hart", "Carroll"]
PLACES = ["store", "lunch", "name", "time", "drink"]
"""One token each for the small tokenizer of the tests."""
TEMPLATES = [
    "When {a} and {b} went to the {place}, {b} gave a drink to",
    "Tomorrow at lunch time, {a} and {b} went to the {place}, {b} gave a drink to",
    "{a} and {b} went to the store at the {place}, and {b} gave a drink to",
]
"""The subject comes again late in the prompt."""

Setter = Callable[[Tensor, Any, Any], Tensor]


def bars(folder: Path) -> Iterator[Bar]:
    """How many times faster each sweep is, and how far it is from single sweeps and from TransformerLens."""
    source = str(models.gpt2_small_shaped(folder / "small"))
    both = _Both(TransformerBridge.boot_transformers(source), trafolab.open(source))
    for name, kind, by_position, setter, least in (
        ("residual sweep", "resid_pre", True, patching.layer_pos_patch_setter, 15),
        ("head sweep", "z", False, patching.layer_head_vector_patch_setter, 10),
        ("head x role sweep", "z", True, patching.layer_pos_head_vector_patch_setter, 25),
    ):
        yield from both.compare(name, kind, by_position, setter, least)


class _Both:
    """The same pairs on both sides: the corrupt prompts have the other name where the subject comes again."""

    def __init__(self, rival: TransformerBridge, lab: Any) -> None:
        self.rival, self.lab = rival, lab
        self.set = lab.pairs(
            "ioi",
            TEMPLATES,
            corrupt=["{a}".join(each.rsplit("{b}", 1)) for each in TEMPLATES],
            answer=" {a}",
            distractor=" {b}",
            slots={"a": NAMES, "b": NAMES, "place": PLACES},
            n=N_PAIRS,
        )
        self.pairs = pairs_of(self.set, lab.tensors)

    def compare(self, name: str, kind: str, by_position: bool, setter: Setter, least: float) -> Iterator[Bar]:
        """TransformerLens on a sample of the cells before and after the whole sweep."""
        values, before = self._theirs(kind, by_position, setter)
        started = time.perf_counter()
        found = self.lab.sweep(kind, by_position=by_position, direction="denoise", over="ioi", progress=False)
        ours = time.perf_counter() - started
        _, after = self._theirs(kind, by_position, setter)
        theirs = (before + after) / 2 * found.pairs.numel()
        detail = {
            "prompt_lengths": self.set.lengths,
            "ours_s": round(ours, 1),
            "theirs_s": round(theirs),
            "theirs_timed_on_cells": 2 * len(values),
            "cells": found.pairs.numel(),
            "equal_cells": found.info.n_equal,
            "passes": found.info.n_passes,
            "whole": found.info.whole,
            "largest_difference": max(abs(float(found.pairs[at]) - value) for at, value in values.items()),
        }
        yield Bar(
            f"{name} over {N_PAIRS} pairs",
            theirs / ours,
            least,
            "x transformer_lens.patching",
            at_least=True,
            detail=detail,
        )
        far = self._far(found, kind, by_position)
        difference = {"difference": far, "pairs": SINGLE}
        yield Bar(f"{name} over pairs, from single sweeps", far, 1e-5, "logits", detail=difference)

    def _theirs(
        self, kind: str, by_position: bool, setter: Setter
    ) -> tuple[dict[tuple[int, ...], float], float]:
        """The metric at some cells of some pairs, by our order of axes, and seconds for each."""
        rng, found, seconds = random.Random(2), dict[tuple[int, ...], float](), 0.0
        for index in rng.sample(range(N_PAIRS), SAMPLED_PAIRS):
            pair = self.pairs[index]
            cells = [self._cell(rng, kind, by_position) for _ in range(SAMPLED_CELLS)]
            with torch.no_grad():
                _, cache = self.rival.run_with_cache(torch.tensor([pair.clean]))
                started = time.perf_counter()
                values = patching.generic_activation_patch(
                    self.rival,
                    torch.tensor([pair.corrupt]),
                    cache,
                    _difference(pair),
                    setter,
                    "z" if kind == "z" else kind,
                    index_df=self._table(cells, kind, by_position, pair),
                )
                seconds += time.perf_counter() - started
            found |= {(index, *cell): float(v) for cell, v in zip(cells, values, strict=True)}
        return found, seconds / (SAMPLED_PAIRS * SAMPLED_CELLS)

    def _cell(self, rng: random.Random, kind: str, by_position: bool) -> tuple[int, ...]:
        head = [rng.randrange(HEADS)] if kind == "z" else []
        return (rng.randrange(LAYERS), *head, *([rng.randrange(len(self.set.roles))] if by_position else []))

    def _table(self, cells: list[tuple[int, ...]], kind: str, by_position: bool, pair: Pair) -> pd.DataFrame:
        """Cells in the order of axes that the setters want."""
        rows: list[dict[str, int]] = []
        for cell in cells:
            row = {"layer": cell[0]}
            row |= {"pos": pair.roles[self.set.roles[cell[-1]]]} if by_position else {}
            row |= {"head": cell[1]} if kind == "z" else {}
            rows.append(row)
        return pd.DataFrame(rows)

    def _far(self, found: Any, kind: str, by_position: bool) -> float:
        """The largest difference to the sweeps of a few pairs alone."""
        largest = 0.0
        for index in random.Random(3).sample(range(N_PAIRS), SINGLE):
            pair = self.pairs[index]
            self.lab.prompt(list(pair.clean), corrupt=list(pair.corrupt))
            self.lab.metric("logit_diff", answer=pair.answer, distractor=pair.distractor)
            alone = self.lab.sweep(kind, by_position=by_position, direction="denoise", progress=False).values
            if by_position:
                alone = alone[..., [pair.roles[role] for role in self.set.roles]]
            largest = max(largest, float((found.pairs[index] - alone).abs().max()))
        return largest


def _difference(pair: Pair) -> Callable[[Tensor], Tensor]:
    (answer,), (distractor,) = pair.answer, pair.distractor or (0,)
    return lambda logits: logits[0, -1, answer] - logits[0, -1, distractor]
