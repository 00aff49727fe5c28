"""The kinds of scores of heads: by what they attend to, by their weights, by a function of a person's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..detectors import Detectors
    from .circuits import Circuits
    from .patterns import Patterns


@dataclass(frozen=True)
class Scored:
    """What heads are scored by."""

    patterns: Patterns
    circuits: Circuits
    layers: Sequence[int]
    """Those that compute a pattern."""
    hide_bos: bool
    """Leave the first token out as a key."""


class Detector(Protocol):
    """A score of heads."""

    @property
    def label(self) -> str:
        """A word or two."""
        ...

    @property
    def says(self) -> str:
        """What the number is, as a sentence without an end."""
        ...

    def scores(self, heads: Scored) -> Mapping[int, Tensor]:
        """[head] of each layer; not a number where a head has none. Raises :class:`ViewError`."""
        ...

    def reach(self, scores: Tensor, n_tokens: int) -> tuple[float, float]:
        """The ends of its colours."""
        ...


@dataclass(frozen=True)
class ByPattern:
    """What a head attends to."""

    label: str
    says: str
    score: Callable[[Tensor, Tensor, bool], Tensor]
    """[head] of patterns [head, query, key] and ids [pos]; True leaves the first token out as a key."""
    high: Callable[[int], float] = lambda n: 1.0
    """The largest that it can be on so many tokens."""

    def scores(self, heads: Scored) -> Mapping[int, Tensor]:
        ids, hide_bos = heads.patterns.ids, heads.hide_bos
        key = ("score", self.label, hide_bos)
        return heads.patterns.of(key, lambda layer: self.score(layer.float(), ids, hide_bos))

    def reach(self, scores: Tensor, n_tokens: int) -> tuple[float, float]:
        return 0.0, self.high(n_tokens)


@dataclass(frozen=True)
class ByWeights:
    """What a head's weights do, whatever the prompt: no pattern is read for it."""

    label: str
    says: str
    score: Callable[[Circuits, int], Tensor]
    """[head] of a layer."""
    ends: tuple[float, float] = (-1.0, 1.0)

    def scores(self, heads: Scored) -> Mapping[int, Tensor]:
        return {layer: self.score(heads.circuits, layer) for layer in heads.layers}

    def reach(self, scores: Tensor, n_tokens: int) -> tuple[float, float]:
        return self.ends


@dataclass(frozen=True)
class ByFunction:
    """What a person's own function answers, of each pattern and the tokens' texts."""

    label: str
    own: Detectors

    @property
    def says(self) -> str:
        return f"what your function {self.label} answers"

    def scores(self, heads: Scored) -> Mapping[int, Tensor]:
        tokens = heads.patterns.tokens

        def reduce(layer: Tensor) -> Tensor:
            return torch.tensor([self.own.score(self.label, head, tokens, i) for i, head in enumerate(layer)])

        return heads.patterns.of(("own score", self.label, self.own.version), reduce)

    def reach(self, scores: Tensor, n_tokens: int) -> tuple[float, float]:
        there = scores[~scores.isnan()]
        ends = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
        return (min(0.0, ends[0]), max(0.0, ends[1])) if ends != (0.0, 0.0) else (0.0, 1.0)
