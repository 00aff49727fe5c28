"""The scores of heads that come with the package: how much a pattern looks like a known one, and others.

The patterns of previous-token, duplicate-token and induction heads are TransformerLens's own
(``transformer_lens.head_detector``), and so is the measure: the share of a head's attention that lies where
the pattern expects it (its ``error_measure="mul"``). Its ``detect_head`` runs the model itself, on text alone
and one head after the other; here the patterns of a run are read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import torch
from torch import Tensor
from transformer_lens.head_detector import (
    get_duplicate_token_head_detection_pattern,
    get_induction_head_detection_pattern,
    get_previous_token_head_detection_pattern,
)

from .detector import ByPattern, ByWeights, Detector


def share_of(expected: Tensor, patterns: Tensor, hide_bos: bool, *, every: bool = False) -> Tensor:
    """[head]: the share of attention [head, query, key] that lies where ``expected`` [query, key] is 1.

    Of the queries that have such a key, or with ``every`` of all, as TransformerLens counts it. Not a number
    where no query has one."""
    expected = expected.to(patterns, copy=True)
    if hide_bos:
        expected[:, 0] = 0
    rows = torch.ones_like(expected[:, 0]) if every else expected.any(-1).to(patterns)
    total = patterns[..., 1:] if hide_bos else patterns
    return (patterns.flatten(1) @ expected.flatten()) / (total.sum(-1) @ rows)


def _shaped(make: Callable[[Tensor], Tensor]) -> Callable[[Tensor, Tensor, bool], Tensor]:
    @lru_cache(maxsize=2)
    def expected(ids: tuple[int, ...]) -> Tensor:
        # The same for all layers.
        return make(torch.tensor([ids]))

    return lambda patterns, ids, hide_bos: share_of(expected(tuple(ids.tolist())), patterns, hide_bos)


def _first(patterns: Tensor, ids: Tensor, hide_bos: bool) -> Tensor:
    del ids, hide_bos
    return patterns[:, 1:, 0].mean(-1)


def _entropy(patterns: Tensor, ids: Tensor, hide_bos: bool) -> Tensor:
    del ids
    return torch.special.entr(_rows(patterns, hide_bos)).sum(-1).mean(-1)


def _largest(patterns: Tensor, ids: Tensor, hide_bos: bool) -> Tensor:
    del ids
    return _rows(patterns, hide_bos).amax(-1).mean(-1)


def _rows(patterns: Tensor, hide_bos: bool) -> Tensor:
    """Those with a choice: the first token has but itself to look at."""
    if not hide_bos:
        return patterns[:, 1:]
    kept = patterns[:, 2:, 1:]
    return kept / kept.sum(-1, keepdim=True).clamp_min(1e-12)


DETECTORS: Final[dict[str, Detector]] = {
    "induction": ByPattern(
        "induction",
        "share of attention on the token behind an earlier occurrence of the query's own, at the queries "
        "that have one",
        _shaped(get_induction_head_detection_pattern),
    ),
    "previous": ByPattern(
        "previous token",
        "share of attention on the token before",
        _shaped(get_previous_token_head_detection_pattern),
    ),
    "duplicate": ByPattern(
        "duplicate token",
        "share of attention on earlier occurrences of the query's own token, at the queries that have one",
        _shaped(get_duplicate_token_head_detection_pattern),
    ),
    "first": ByPattern("first token", "mean attention to the first token", _first),
    "entropy": ByPattern(
        "entropy", "mean entropy of attention, in nats", _entropy, lambda n: math.log(max(n, 2))
    ),
    "largest": ByPattern("largest weight", "mean of each query's largest weight", _largest),
    "copying": ByWeights(
        "copying",
        "Σλ / Σ|λ| of the OV circuit over the vocabulary, by weights alone: +1 copies what it looks at, "
        "−1 speaks against it",
        lambda circuits, layer: circuits.copying(layer),
    ),
}

KINDS: Final = ("induction", "previous", "duplicate", "first")
"""The scores by which heads are called: their names say what a head with a large one is."""
